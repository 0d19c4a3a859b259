import { beforeEach, describe, expect, it, vi } from "vitest";
import type { SearchQuery } from "@/lib/crypto/search-api";
import type { Conversation } from "./conversation";
import { openFrom } from "./history";
import { type Client, newClient, ScriptedServer } from "./scripted.fixture";

const count = 120;
let server: ScriptedServer;
let alice: Client;
let fromAlice: Conversation;

const open = async (client: Client) => {
  const conversation = await client.messenger.open(server.id);
  await conversation.load();
  return conversation;
};
const query = (words: string): SearchQuery => ({
  ...{ words: words.split(" "), conversations: null, authors: null, has: [] },
  ...{ after: null, before: null, max: 1_000 },
});
const seqs = async (client: Client, words: string) =>
  (await client.messenger.search.find(query(words))).hits.map(({ seq }) => seq);
const until = (check: () => void | Promise<void>) => vi.waitFor(check, { timeout: 15_000, interval: 20 });

beforeEach(async () => {
  server = new ScriptedServer();
  alice = await newClient(server, "alice");
  await newClient(server, "bob");
  const { userId } = await alice.messenger.starting.findPerson("bob");
  await alice.messenger.starting.direct(userId);
  fromAlice = await open(alice);
  for (let i = 1; i <= count; i++) await fromAlice.sender.send(i % 50 === 7 ? `needle ${i}` : `hay ${i}`);
}, 120_000);

// One world for all: making it is what takes time.
describe("looking for messages", () => {
  it("finds the whole past, on this device, on the next one, after a reload, and without a server", async () => {
    const needles = [108, 58, 8];
    expect(await seqs(alice, "needle")).toEqual(needles);

    // A new device begins with the newest page and reads the past in the background.
    const phone = await alice.otherDevice();
    const onPhone = await open(phone);
    expect(onPhone.log?.base).toBeGreaterThan(50);
    await until(async () => {
      expect(await seqs(phone, "needle")).toEqual(needles);
      expect(phone.messenger.search.progress).toBeNull();
    });
    expect(onPhone.log?.base).toBe(0);
    // What is on screen has not grown with it.
    expect(onPhone.rows.length).toBeLessThan(100);

    // A message far back is shown in its place.
    expect(await openFrom(onPhone, 58)).toBe(true);
    expect(onPhone.rows.map((row) => row.seq)).toEqual(Array.from({ length: count + 1 - 27 }, (_, i) => i + 28));

    // Where the server gives nothing more, what there is can be found and nobody waits for the rest.
    const tablet = await alice.otherDevice();
    for (let i = 0; i < 50; i++) server.failures.push({ call: "history", code: "E_NOT_FOUND", when: "before" });
    await until(async () => {
      expect(await seqs(tablet, "needle")).toEqual([108]);
      expect(tablet.messenger.search.progress).toBeNull();
    });
    server.failures.length = 0;

    // What is kept is there again without a server, and nothing of it in the clear.
    await until(async () => expect(await phone.store.recordKeys("search/")).not.toEqual([]));
    const sealed = await Promise.all((await phone.store.recordKeys("search/")).map((key) => phone.store.record(key)));
    for (const bytes of sealed) expect(new TextDecoder("latin1").decode(bytes ?? undefined)).not.toMatch(/needle|hay/);
    server.away = true;
    const again = await phone.reload();
    expect(await seqs(again, "needle 7")).toEqual([108, 58, 8]);
  });
});
