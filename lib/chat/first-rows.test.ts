import * as v from "valibot";
import { beforeEach, expect, it, vi } from "vitest";
import { fromUtf8, utf8 } from "@/lib/base/bytes";
import { CodedError } from "@/lib/base/errors";
import { wireSummary } from "@/lib/protocol/wire";
import { MemoryStore } from "@/lib/storage/memory-store";
import type { Conversation } from "./conversation";
import { FirstRows } from "./first-rows";
import { ListCache } from "./list-cache";
import type { ConversationRow } from "./view";

const idOf = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`;
const summaryOf = (n: number, lastSeq = 9) =>
  v.parse(wireSummary, {
    ...{ id: idOf(n), class: "sealed", kind: "group", context: null, epoch: 1, last_seq: lastSeq, locked: false },
    ...{ transcript: "AAAA", rotation_required: false, retention_days: 365, members: [], awaits: null },
    ...{ created_at: "2026-01-01T00:00:00Z", last_activity_at: "2026-01-02T00:00:00.123Z" },
    my: { role: 1, joined_seq: 1, left_seq: null, read_seq: 0 },
  });

let store: MemoryStore;
let timers: (() => void)[];
let opened: number[];
const engine = {
  sealText: async (record: string, text: string) => utf8(`${record} ${text}`),
  openText: async (record: string, sealed: Uint8Array) => {
    const text = fromUtf8(sealed);
    if (!text.startsWith(`${record} `)) throw new CodedError("E_OPEN");
    return text.slice(record.length + 1);
  },
  openTexts: async (texts: readonly { record: string; sealed: Uint8Array }[]) => {
    opened.push(texts.length);
    return Promise.all(texts.map(({ record, sealed }) => engine.openText(record, sealed).catch(() => null)));
  },
};
const clock = {
  now: () => 0,
  after: (_ms: number, work: () => void) => {
    timers.push(work);
    return () => undefined;
  },
};
const deps = () => ({ store, engine, clock }) as never;
const rowsOf = (numbers: readonly number[], archived: readonly number[] = []) =>
  numbers.map(
    (n) => ({ id: idOf(n), title: `Group ${n}`, flags: { archived: archived.includes(n) } }) as ConversationRow,
  );
const of = (lastSeq?: number) => (id: string) =>
  ({ summary: summaryOf(Number(id.slice(-12)), lastSeq) }) as Conversation;
const settle = async () => {
  for (const work of timers.splice(0)) work();
  await vi.waitFor(async () => expect(await store.record("first-rows")).not.toBeNull());
};

beforeEach(() => {
  [store, timers, opened] = [new MemoryStore(), [], []];
});

it("keeps what the list draws first, in its order and without the archived, and reads it as it was", async () => {
  const first = new FirstRows(deps());
  expect(await first.read()).toEqual([]);
  const order = [7, 3, 50, ...Array.from({ length: 40 }, (_, at) => at + 100)];
  first.follow(() => rowsOf(order, [3]), of());
  await settle();
  const expected = [7, 50, ...Array.from({ length: 22 }, (_, at) => at + 100)];
  expect(await new FirstRows(deps()).read()).toEqual(
    expected.map((n) => ({ summary: summaryOf(n), title: `Group ${n}` })),
  );
});

it("writes once for many changes, and not at all what is on the disk like that", async () => {
  const put = vi.spyOn(store, "putRecord");
  const first = new FirstRows(deps());
  for (let i = 0; i < 5; i++) first.follow(() => rowsOf([1, 2]), of());
  expect(timers.length).toBe(1);
  await settle();
  first.follow(() => rowsOf([1, 2]), of());
  await settle();
  expect(put).toHaveBeenCalledTimes(1);
  first.follow(() => rowsOf([1, 2]), of(10));
  await settle();
  expect(put).toHaveBeenCalledTimes(2);

  // Nor after a reload.
  const again = new FirstRows(deps());
  await again.read();
  again.follow(() => rowsOf([1, 2]), of(10));
  await settle();
  expect(put).toHaveBeenCalledTimes(2);
});

it("is rid of what is gone at once, whatever else is being written", async () => {
  const first = new FirstRows(deps());
  first.follow(() => rowsOf([1, 2]), of());
  for (const work of timers.splice(0)) work();
  await first.drop(idOf(1));
  expect((await new FirstRows(deps()).read()).map(({ title }) => title)).toEqual(["Group 2"]);
  const put = vi.spyOn(store, "putRecord");
  await first.drop(idOf(1));
  expect(put).not.toHaveBeenCalled();
});

it("writes again what a disk that was full has refused", async () => {
  const first = new FirstRows(deps());
  vi.spyOn(store, "putRecord").mockRejectedValueOnce(new CodedError("E_STORAGE"));
  for (let i = 0; i < 2; i++) {
    first.follow(() => rowsOf([1, 2]), of());
    for (const work of timers.splice(0)) work();
    await new Promise((resolve) => setTimeout(resolve));
  }
  expect((await new FirstRows(deps()).read()).map(({ title }) => title)).toEqual(["Group 1", "Group 2"]);
});

it("takes a record that does not open, or of another shape, for none", async () => {
  await store.putRecord("first-rows", utf8("somebody else's"));
  expect(await new FirstRows(deps()).read()).toEqual([]);
  await store.putRecord("first-rows", utf8('first-rows [{"id":1}]'));
  expect(await new FirstRows(deps()).read()).toEqual([]);
});

it("is followed by the other entries of the list, a hundred at a time", async () => {
  const entries = new ListCache(deps());
  for (let n = 0; n < 250; n++) entries.schedule({ id: idOf(n), summary: summaryOf(n) } as Conversation);
  for (const work of timers.splice(0)) work();
  await vi.waitFor(async () => expect((await store.conversations()).length).toBe(250));
  const rest = await entries.read(new Set([idOf(0), idOf(249)]));
  expect([rest.length, rest.some(({ id }) => id === idOf(0)), opened]).toEqual([248, false, [100, 100, 48]]);
});
