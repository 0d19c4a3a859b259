import { expect, it } from "vitest";
import type { ConversationRow } from "@/lib/chat/view";
import { filterRows } from "./list-filter";

const row = (title: string, more: Partial<ConversationRow> = {}): ConversationRow => ({
  id: title,
  kind: "direct",
  title,
  people: [],
  context: null,
  seal: "closed",
  state: "active",
  last: null,
  lastActivityAt: 0,
  unread: 0,
  draft: "",
  ...more,
});

const ids = (rows: readonly ConversationRow[]) => rows.map(({ id }) => id);
const rows = [row("José Núñez", { unread: 2 }), row("Mira"), row("Seminar", { kind: "course" })];

it("finds names whatever their accents and case", () => {
  expect(ids(filterRows(rows, "all", "jose nunez"))).toEqual(["José Núñez"]);
  expect(ids(filterRows(rows, "all", "NÚÑ"))).toEqual(["José Núñez"]);
});

it("finds people by handle, with or without the at-sign", () => {
  const people = [{ userId: "u", handle: "mira_o", name: "Mira", me: false, trust: "unverified" as const }];
  expect(filterRows([row("Shop", { people })], "all", "@mira_o")).toHaveLength(1);
});

it("narrows to unread and to groups", () => {
  expect(ids(filterRows(rows, "unread", ""))).toEqual(["José Núñez"]);
  expect(ids(filterRows(rows, "groups", ""))).toEqual(["Seminar"]);
});
