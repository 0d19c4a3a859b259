import { beforeEach, expect, it, vi } from "vitest";
import { toBase64 } from "@/lib/base/bytes";
import { random } from "@/lib/crypto/primitives";
import type { Conversation } from "./conversation";
import { type Client, newClient, ScriptedServer } from "./scripted.fixture";

let server: ScriptedServer;
let alice: Client, laptop: Client;

const until = (check: () => void | Promise<void>) => vi.waitFor(check, { timeout: 8_000, interval: 5 });
const open = async (client: Client): Promise<Conversation> => {
  const conversation = await client.messenger.open(server.id);
  await conversation.load();
  return conversation;
};

beforeEach(async () => {
  server = new ScriptedServer();
  alice = await newClient(server, "alice");
  await newClient(server, "bob");
  const { userId } = await alice.messenger.starting.findPerson("bob");
  await alice.messenger.starting.direct(userId);
  laptop = await alice.otherDevice();
});

it("drafts that two devices share survive somebody without the key who writes over the store, and who finds it is told", async () => {
  const [here, there] = [await open(alice), await open(laptop)];
  here.drafts.set("half a sentence");
  await until(() => expect(there.drafts.text).toBe("half a sentence"));
  const thief = server.api(alice.userId);
  const { version } = await thief.readStore();
  await thief.putStore(version, toBase64(random(400)));
  await until(() => expect([alice, laptop].some(({ messenger }) => messenger.storeSync.restored)).toBe(true));
  here.drafts.set("half a sentence, and more");
  await until(() => expect(there.drafts.text).toBe("half a sentence, and more"));
  // What is at the server now opens again.
  const fresh = await thief.readStore();
  expect(fresh.version).toBeGreaterThan(version + 1);
  await until(async () => {
    const { engine } = alice.parts;
    await engine.storeMerge(fresh.body, fresh.version);
  });
});
