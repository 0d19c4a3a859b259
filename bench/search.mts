/** Owns the figures of looking for messages, and of the list as this device keeps it: 100,000 messages, 1,000 conversations. */
import { bytesToUuid, toBase64 } from "@/lib/base/bytes";
import { systemClock } from "@/lib/base/clock";
import { ListCache } from "@/lib/chat/list-cache";
import { makeAccount } from "@/lib/crypto/account";
import { createEngine } from "@/lib/crypto/engine";
import type { LogRow } from "@/lib/crypto/engine-api";
import { random, sha256 } from "@/lib/crypto/primitives";
import type { SearchQuery } from "@/lib/crypto/search-api";
import { SearchIndex } from "@/lib/crypto/search-index";
import { MemoryStore } from "@/lib/storage/memory-store";
import { report, round, spread } from "./figure.mts";

const messageCount = 100_000;
const conversationCount = 100;
const listLength = 1_000;

const userId = bytesToUuid(random(16));
const { vault } = await makeAccount({ userId, password: "unused" }, { kdf: async (secret) => sha256(secret) });
const conversations = Array.from({ length: conversationCount }, () => bytesToUuid(random(16)));
const words =
  "the a harbour meeting Größe café tomorrow budget invoice please attached naïve garden quartz seven lantern"
    .split(" ")
    .concat(Array.from({ length: 2_000 }, () => toBase64(random(6)).replace(/\W/g, "")));
let seed = 7;
const pick = () => words[(seed = (seed * 48_271) % 2_147_483_647) % words.length] ?? "";
const sentence = () => Array.from({ length: 3 + (seed % 20) }, pick).join(" ");
const began = Date.UTC(2024, 0, 1);

function rowsOf(count: number): LogRow[] {
  return Array.from({ length: count }, (_, at) => {
    const body = { v: 1, t: "text", ts: 0, b: sentence() } as const;
    const place = { seq: at + 1, at: began + at * 40_000_000, transcript: "", hash: `${seed}-${at}`, msgId: "" };
    return { type: "message", ...place, author: userId, body, seen: 0, marks: [] };
  });
}

const index = new SearchIndex(vault);
const perConversation = messageCount / conversationCount;
const taking: number[] = [];
for (const id of conversations) {
  const rows = rowsOf(perConversation);
  const start = performance.now();
  index.take(id, rows);
  taking.push(performance.now() - start);
}
report({ name: `index ${perConversation} messages that have just been opened`, unit: "ms", values: spread(taking) });

const query = (text: string): SearchQuery => ({
  words: text.split(" "),
  ...{ conversations: null, authors: null, has: [], after: null, before: null, max: 200 },
});
const searches: number[] = [];
for (let i = 0; i < 300; i++) {
  const word = pick();
  const text = i % 3 === 0 ? word : i % 3 === 1 ? word.slice(1, 4) : `${word} ${pick().slice(0, 2)}`;
  const start = performance.now();
  index.find(query(text));
  searches.push(performance.now() - start);
}
report({
  name: `find words among ${messageCount} messages, in any place of a word, without accents`,
  unit: "ms",
  values: spread(searches),
  target: "p95 <= 50",
});

const sealing = performance.now();
const shards = index.changedShards();
const sealed = performance.now() - sealing;
const again = new SearchIndex(vault);
const loading = performance.now();
again.load(shards);
const loaded = performance.now() - loading;
const bytes = shards.reduce((sum, shard) => sum + shard.sealed.length, 0);
report({
  name: `the index of ${messageCount} messages, sealed and read again`,
  unit: "ms",
  values: { seal: round(sealed), load: round(loaded), shards: shards.length, megabytes: round(bytes / 1e6) },
});

const engine = createEngine({ modRoots: ["11".repeat(32)] });
await engine.createAccount({ userId, password: "a password for benchmarks only" });
const store = new MemoryStore();
const summary = (id: string) => ({
  ...{ id, class: "sealed", kind: "direct", context: null, epoch: 1, last_seq: 9, locked: false },
  ...{ rotation_required: false, retention_days: 365, created_at: "2026-01-01T00:00:00Z" },
  ...{ last_activity_at: "2026-01-01T00:00:00Z", members: [] },
});
for (let i = 0; i < listLength; i++) {
  const id = bytesToUuid(random(16));
  const listEntry = await engine.sealText(`list:${id}`, JSON.stringify(summary(id)));
  await store.putListEntries([{ id, listEntry }]);
}
const cache = new ListCache({ engine, store, clock: systemClock });
const lists: number[] = [];
for (let i = 0; i < 10; i++) {
  const start = performance.now();
  await cache.read();
  lists.push(performance.now() - start);
}
report({
  name: `the list of ${listLength} conversations from this device`,
  unit: "ms",
  values: spread(lists),
  target: "<= 200",
});
process.exit(0);
