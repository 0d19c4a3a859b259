import { beforeEach, describe, expect, it, vi } from "vitest";
import { CodedError } from "@/lib/base/errors";
import type { Conversation } from "./conversation";
import { viewOf } from "./conversation-view";
import { type Client, newClient, ScriptedServer } from "./scripted.fixture";

let server: ScriptedServer;
let alice: Client;
let bob: Client;
let fromAlice: Conversation;
let fromBob: Conversation;

const open = async ({ messenger }: Pick<Client, "messenger">) => {
  const conversation = await messenger.open(server.id);
  await conversation.load();
  return conversation;
};
const texts = (conversation: Conversation) =>
  viewOf(conversation).timeline.flatMap((row) => (row.type === "message" ? [row.text] : []));
const until = (check: () => void | Promise<void>) => vi.waitFor(check, { timeout: 15_000, interval: 5 });

beforeEach(async () => {
  server = new ScriptedServer();
  [alice, bob] = [await newClient(server, "alice"), await newClient(server, "bob")];
  const { userId } = await alice.messenger.starting.findPerson("bob");
  await alice.messenger.starting.direct(userId);
  fromAlice = await open(alice);
  fromBob = await open(bob);
});

describe("a server that keeps something back", () => {
  const sendAll = async (...all: string[]) => {
    server.deliver = () => undefined;
    for (const text of all) await fromAlice.sender.send(text);
  };

  it("S03: one event in the middle stops the conversation there, visibly, and nothing else", async () => {
    await sendAll("one", "two", "three");
    const [kept] = server.events.splice(2, 1);
    await fromBob.catchUp();
    await until(() => expect(viewOf(fromBob).banners).toEqual([{ kind: "gap" }]));
    expect(texts(fromBob)).toEqual(["one"]);
    bob.messenger.wake();
    await until(() => expect(bob.messenger.list().connection).toBe("live"));
    if (kept) server.events.splice(2, 0, kept);
    await fromBob.catchUp();
    expect(texts(fromBob)).toEqual(["one", "two", "three"]);
    expect(viewOf(fromBob).banners).toEqual([]);
  });

  it("and a conversation that cannot go on keeps none of the others, and not the whole list, from going on", async () => {
    await sendAll("one", "two", "three");
    vi.spyOn(fromBob, "receive").mockRejectedValue(new CodedError("E_STORAGE"));
    const wentOn = vi.spyOn(fromBob.pointers, "schedule");
    bob.messenger.wake();
    await until(() => expect(wentOn).toHaveBeenCalled());
    expect(bob.messenger.list().phase).toBe("ready");
  });

  it("the history before a cold start, says that something is missing instead of nothing", async () => {
    await sendAll(...Array.from({ length: 60 }, (_, i) => `m${i}`));
    const api = server.api.bind(server);
    server.api = (me) => ({ ...api(me), eventHashes: async () => ({ hashes: "", last_seq: 61 }) });
    const fresh = await open(await bob.otherDevice());
    await until(() => expect(viewOf(fresh).banners).toEqual([{ kind: "gap" }]));
  });
});

describe("what this device keeps", () => {
  it("and cannot read any more is fetched again", async () => {
    await fromAlice.sender.send("kept");
    await until(async () => expect((await bob.store.conversation(server.id))?.n).toBe(2));
    const rows = await bob.store.rows(server.id, 99, 99);
    const damaged = rows.map(({ seq, sealed }) => ({ seq, sealed: sealed.map((byte) => byte ^ 1) }));
    await bob.store.putProgress({ conversation: server.id, rows: damaged, sentJobs: [], snapshot: null });
    expect(texts(await open(await bob.reload()))).toEqual(["kept"]);
  });

  it("of read positions is brought up to date at the start, though no message has come since", async () => {
    await fromAlice.sender.send("read on the phone");
    await until(async () => expect((await bob.store.conversation(server.id))?.n).toBe(2));
    await until(async () => expect((await bob.store.conversation(server.id))?.listEntry).not.toBeNull());
    bob.messenger.stop();
    const onPhone = await open(await bob.otherDevice());
    onPhone.pointers.markRead();
    await until(() => expect(server.pointers.has(`${bob.userId} read`)).toBe(true));
    const again = await bob.reload();
    await until(() => expect(again.messenger.list().conversations[0]?.unread).toBe(0));
  });

  it("of a draft does not replace what is typed while it is read", async () => {
    fromAlice.drafts.set("from before");
    await until(async () => expect(await alice.store.record(`draft:${server.id}`)).not.toBeNull());
    const again = await alice.reload();
    const { drafts } = await open(again);
    await until(() => expect(drafts.text).toBe("from before"));
    drafts.text = "";
    const { engine } = again.parts;
    const opening = engine.openText.bind(engine);
    vi.spyOn(engine, "openText").mockImplementationOnce((record, sealed) => {
      drafts.set("newer");
      return opening(record, sealed);
    });
    await drafts.restore();
    expect(drafts.text).toBe("newer");
  });
});
