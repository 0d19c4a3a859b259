import { expect, it } from "vitest";
import type { ConversationRow } from "@/lib/chat/view";
import { rowOf as row } from "./conversation-row.fixture";
import { filterRows as filtered, type ListFilter, offeredFilters } from "./list-filter";

const filterRows = (rows: readonly ConversationRow[], filter: ListFilter, query: string) =>
  filtered(rows, filter, query, ({ kind, title }) => (kind === "note" ? "Note to self" : title));
const ids = (rows: readonly ConversationRow[]) => rows.map(({ id }) => id);
const rows = [row("José Núñez", { unread: 2 }), row("Mira"), row("Seminar", { kind: "course" })];

it("finds names whatever their accents and case", () => {
  expect(ids(filterRows(rows, "all", "jose nunez"))).toEqual(["José Núñez"]);
  expect(ids(filterRows(rows, "all", "NÚÑ"))).toEqual(["José Núñez"]);
});

it("finds what has no title of its own by what it is called on screen", () => {
  const note = row("", { id: "own", kind: "note" });
  expect(ids(filterRows([...rows, note], "all", "note"))).toEqual(["own"]);
});

it("finds people by handle, with or without the at-sign", () => {
  const people = [{ userId: "u", handle: "mira_o", name: "Mira", me: false, trust: "unverified" as const }];
  expect(filterRows([row("Shop", { people })], "all", "@mira_o")).toHaveLength(1);
});

it("narrows to unread and to groups", () => {
  expect(ids(filterRows(rows, "unread", ""))).toEqual(["José Núñez"]);
  expect(ids(filterRows(rows, "groups", ""))).toEqual(["Seminar"]);
});

const flagged = (title: string, flags: Partial<ConversationRow["flags"]>) =>
  row(title, { flags: { ...row("").flags, ...flags } });

it("leaves archived conversations to their own filter, and finds them by searching", () => {
  const some = [row("Mira"), flagged("Lucía", { archived: true })];
  expect(ids(filterRows(some, "all", ""))).toEqual(["Mira"]);
  expect(ids(filterRows(some, "archived", ""))).toEqual(["Lucía"]);
  expect(ids(filterRows(some, "all", "lucia"))).toEqual(["Lucía"]);
});

it("knows what is marked unread, favourites, and what is in a folder", () => {
  const some = [
    row("Mira"),
    flagged("Sam", { markedUnread: true, favourite: true }),
    flagged("Priya", { folders: ["f"] }),
  ];
  expect(ids(filterRows(some, "unread", ""))).toEqual(["Sam"]);
  expect(ids(filterRows(some, "favourites", ""))).toEqual(["Sam"]);
  expect(ids(filterRows(some, "folder:f", ""))).toEqual(["Priya"]);
});

it("narrows to what one sells, where one also buys", () => {
  const context = {
    kind: "transaction",
    externalId: "1",
    title: null,
    state: "open",
    ended: false,
    platform: "",
  } as const;
  const sale = row("Mira", { kind: "transaction", context: { ...context, side: "seller" } });
  const buy = row("Priya", { kind: "transaction", context: { ...context, side: "buyer" } });
  const view = (conversations: readonly ConversationRow[]) =>
    ({ phase: "ready", connection: "live", queued: 0, unread: 0, conversations, folders: [] }) as const;
  expect(offeredFilters(view([sale, buy, row("Sam")]), "all").slice(3)).toEqual(["side:buyer", "side:seller"]);
  expect(offeredFilters(view([sale, sale]), "all")).toEqual(["all", "unread", "groups"]);
  expect(offeredFilters(view([buy]), "side:seller")).toContain("side:seller");
  expect(ids(filterRows([sale, buy, row("Sam")], "side:seller", ""))).toEqual(["Mira"]);
});

it("offers a filter only where it would show something", () => {
  const view = (conversations: readonly ConversationRow[]) =>
    ({
      phase: "ready",
      connection: "live",
      queued: 0,
      unread: 0,
      conversations,
      folders: [{ id: "f", name: "Work", unread: 0, count: 0 }],
    }) as const;
  expect(offeredFilters(view([row("Mira")]), "all")).toEqual(["all", "unread", "groups", "folder:f"]);
  expect(offeredFilters(view([flagged("Sam", { favourite: true, archived: true })]), "all")).toContain("favourites");
  expect(offeredFilters(view([row("Mira")]), "archived")).toContain("archived");
});
