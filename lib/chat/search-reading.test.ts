import { beforeEach, expect, it, vi } from "vitest";
import type { SearchEngine, SearchShard } from "@/lib/crypto/search-api";
import { MemoryStore } from "@/lib/storage/memory-store";
import { SearchReading, searchRecords } from "./search-reading";

const parts = 5;
/** More than a step takes: each part is a step of its own. */
const bytes = 200_000;

let store: MemoryStore;
let taken: string[];
let pauses: (() => void)[];
const engine = {
  searchLoad: async (shards: readonly SearchShard[]) => void taken.push(...shards.map(({ name }) => name)),
} as Partial<SearchEngine> as never;
const clock = {
  now: () => 0,
  after: (_ms: number, work: () => void) => {
    pauses.push(work);
    return () => undefined;
  },
};
const until = (check: () => void) => vi.waitFor(check, { timeout: 5_000, interval: 2 });
const endPause = async () => {
  await until(() => expect(pauses).not.toEqual([]));
  pauses.shift()?.();
};

/** A conversation on screen that is being opened, and what opens it. */
function opening() {
  let open = () => {};
  const opened = new Promise<void>((resolve) => (open = resolve));
  const conversation = { room: { isViewed: true }, phase: { kind: "opening" as const }, load: () => opened };
  return { open, all: () => [conversation] as never };
}

beforeEach(async () => {
  [store, taken, pauses] = [new MemoryStore(), [], []];
  const records = Array.from({ length: parts }, (_, at) => ({
    key: `${searchRecords}${at < 4 ? "one" : "other"}/${at}`,
    sealed: new Uint8Array(bytes),
  }));
  await store.putRecords(records);
});

it("waits for what is on screen, then takes in one part after the other with pauses between", async () => {
  const { open, all } = opening();
  const reading = new SearchReading({ store, engine, clock }, all);
  let done = false;
  void reading.done().then(() => (done = true));
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect([taken, pauses]).toEqual([[], []]);

  open();
  for (let part = 0; part < parts; part++) {
    await until(() => expect(pauses.length).toBe(1));
    expect([taken.length, done]).toEqual([part, false]);
    await endPause();
  }
  await until(() => expect(done).toBe(true));
  expect(taken).toEqual(["0", "1", "2", "3", "4"]);
});

it("waits for nothing once somebody looks, and reads nothing twice", async () => {
  const { all } = opening();
  const reading = new SearchReading({ store, engine, clock }, all);
  const behind = reading.done();
  await reading.hurry();
  await behind;
  expect(taken).toEqual(["0", "1", "2", "3", "4"]);
  await reading.hurry();
  expect(taken.length).toBe(parts);
});

it("goes on without pauses where somebody begins to look in the middle", async () => {
  const reading = new SearchReading({ store, engine, clock }, () => []);
  void reading.done();
  await endPause();
  await until(() => expect(taken).toEqual(["0"]));
  await until(() => expect(pauses.length).toBe(1));
  await reading.hurry();
  expect(taken.length).toBe(parts);
});

it("does not bring back what is gone in the meantime", async () => {
  const reading = new SearchReading({ store, engine, clock }, () => []);
  void reading.done();
  await endPause();
  await until(() => expect(taken).toEqual(["0"]));
  reading.leave("one");
  await reading.hurry();
  expect(taken).toEqual(["0", "4"]);
});

it("takes small parts in together", async () => {
  const small = new MemoryStore();
  await small.putRecords(
    Array.from({ length: 40 }, (_, at) => ({ key: `${searchRecords}c${at}/p`, sealed: new Uint8Array(1_000) })),
  );
  const reading = new SearchReading({ store: small, engine, clock }, () => []);
  void reading.done();
  for (let step = 0; step < 3; step++) await endPause();
  await until(() => expect(taken.length).toBe(40));
});
