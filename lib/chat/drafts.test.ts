import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Conversation } from "./conversation";
import { addToDraft } from "./add-to-draft";
import { Drafts } from "./drafts";
import { type Client, newClient, ScriptedServer } from "./scripted.fixture";

let server: ScriptedServer;
let laptop: Client;
let onLaptop: Conversation;

const until = (check: () => void | Promise<void>) => vi.waitFor(check, { timeout: 15_000, interval: 5 });
const open = async (client: Client) => {
  const conversation = await client.messenger.open(server.id);
  await conversation.load();
  return conversation;
};

beforeEach(async () => {
  server = new ScriptedServer();
  laptop = await newClient(server, "alice");
  await newClient(server, "bob");
  const { userId } = await laptop.messenger.starting.findPerson("bob");
  await laptop.messenger.starting.direct(userId);
  onLaptop = await open(laptop);
});

describe("a draft", () => {
  it("is on the person's other devices, and gone from them once it is sent", async () => {
    const onPhone = await open(await laptop.otherDevice());
    onLaptop.drafts.set("half a sen");
    await until(() => expect(onPhone.drafts.text).toBe("half a sen"));
    onPhone.drafts.set("half a sentence");
    await until(() => expect(onLaptop.drafts.text).toBe("half a sentence"));
    onLaptop.drafts.set("");
    await until(() => expect(onPhone.drafts.text).toBe(""));
  });

  it("of another device never replaces what is being typed", async () => {
    const onPhone = await open(await laptop.otherDevice());
    for (let i = 0; i < 400; i++) server.failures.push({ call: "putStore", code: "E_OFFLINE", when: "before" });
    onPhone.drafts.set("from the phone");
    onLaptop.drafts.set("typed here");
    server.failures.length = 0;
    // Whoever comes second wins, and both show the same in the end.
    await until(() => expect(onPhone.drafts.text).toBe(onLaptop.drafts.text));
    expect(["from the phone", "typed here"]).toContain(onLaptop.drafts.text);
    onLaptop.drafts.set("typed");
    onPhone.drafts.set("something else");
    expect([onLaptop.drafts.text, onPhone.drafts.text]).toEqual(["typed", "something else"]);
  });

  it("survives a reload on this device, told to others or not", async () => {
    server.away = true;
    onLaptop.drafts.set("written in a tunnel");
    await until(() => expect(onLaptop.drafts.text).toBe("written in a tunnel"));
    await new Promise((resolve) => setTimeout(resolve, 50));
    const again = await laptop.reload();
    await until(() => expect(again.messenger.list().conversations[0]?.draft).toBe("written in a tunnel"));
    server.away = false;
    const onPhone = await open(await again.otherDevice());
    await until(() => expect(onPhone.drafts.text).toBe("written in a tunnel"));
  });

  it("stays on the disk until the message that it became is there too", async () => {
    const { store, outbox } = onLaptop.deps;
    const kept = () => store.record(`draft:${server.id}`);
    onLaptop.drafts.set("sent in a hurry");
    await until(async () => expect(await kept()).not.toBeNull());
    let sealed: (bytes: Uint8Array<ArrayBuffer>) => void = () => undefined;
    const job = { msgId: crypto.randomUUID(), conversation: "elsewhere", createdAt: 1 };
    const writing = outbox.add(job, () => new Promise((resolve) => (sealed = resolve)));
    onLaptop.drafts.set("");
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await kept()).not.toBeNull();
    sealed(new Uint8Array(1));
    await writing;
    await until(async () => expect(await kept()).toBeNull());
  });

  it("that was sent elsewhere while this device was away does not come back", async () => {
    const phone = await laptop.otherDevice();
    const onPhone = await open(phone);
    onLaptop.drafts.set("to be sent by the phone");
    await until(() => expect(onPhone.drafts.text).toBe("to be sent by the phone"));
    await new Promise((resolve) => setTimeout(resolve, 50));
    laptop.messenger.stop();
    onPhone.drafts.set("");
    await new Promise((resolve) => setTimeout(resolve, 100));
    const again = await open(await laptop.reload());
    await until(() => expect(again.drafts.text).toBe(""));
    expect(onPhone.drafts.text).toBe("");
  });

  it("that is too long for the store stays on its device", async () => {
    const onPhone = await open(await laptop.otherDevice());
    onLaptop.drafts.set("x".repeat(1_001));
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect(onPhone.drafts.text).toBe("");
    expect(onLaptop.drafts.text).toHaveLength(1_001);
  });

  it("keeps what is in it when a text comes from elsewhere, also what this device has not read yet", async () => {
    await addToDraft(onLaptop.drafts, "shared");
    expect(onLaptop.drafts.text).toBe("shared");
    onLaptop.drafts.set("half a sentence\n");
    await addToDraft(onLaptop.drafts, "https://example.org");
    expect(onLaptop.drafts.text).toBe("half a sentence\nhttps://example.org");
    const onPhone = await open(await laptop.otherDevice());
    await until(() => expect(onPhone.drafts.text).toBe("half a sentence\nhttps://example.org"));
    // The same conversations, whose drafts have not been brought back yet.
    for (const conversation of [onLaptop, onPhone]) {
      const drafts = new Drafts(conversation);
      await addToDraft(drafts, "at once");
      expect(drafts.text).toBe("half a sentence\nhttps://example.org\nat once");
    }
  });
});
