import { describe, expect, it, vi } from "vitest";
import type { Conversation } from "./conversation";
import { viewOf } from "./conversation-view";
import { newClient, ScriptedServer } from "./scripted.fixture";
import { markUnread } from "./unread";

const patience = { timeout: 15_000 };

/** Bob's open conversation with Alice, who has said one thing. */
async function meet(): Promise<{ here: Conversation; say: (text: string) => Promise<void> }> {
  const server = new ScriptedServer();
  const [alice, bob] = [await newClient(server, "alice"), await newClient(server, "bob")];
  const { userId } = await alice.messenger.starting.findPerson("bob");
  const theirs = await alice.messenger.open(await alice.messenger.starting.direct(userId));
  await theirs.load();
  await vi.waitFor(async () => expect(await bob.messenger.open(server.id)).toBeTruthy(), patience);
  const here = await bob.messenger.open(server.id);
  await here.load();
  const say = async (text: string) => {
    await theirs.sender.send(text);
    await vi.waitFor(() => expect(here.log?.n).toBe(server.events.length), patience);
  };
  await say("before");
  return { here, say };
}

const lineOf = (conversation: Conversation) => {
  const { firstUnreadSeq, timeline } = viewOf(conversation);
  const row = timeline.find((each) => each.type === "message" && each.seq === firstUnreadSeq);
  return row?.type === "message" ? row.text : null;
};

describe("where unread messages begin", () => {
  it("is marked before what was there when somebody came, until they leave", async () => {
    const { here, say } = await meet();
    const leave = markUnread(here, { caughtUp: true });
    await say("while looking");
    expect(lineOf(here)).toBe("before");
    leave();
    expect(here.firstUnreadSeq).toBeNull();
  });

  it("is marked before what was missed, although it is fetched only while somebody looks", async () => {
    const { here, say } = await meet();
    here.pointers.markRead();
    // As a screen does: told first, and drawing what it finds then.
    let drawn: string | null = null;
    here.changed.subscribe(() => (drawn = lineOf(here)));
    markUnread(here, { caughtUp: false });
    expect(lineOf(here)).toBeNull();
    await say("missed");
    expect(drawn).toBe("missed");
  });

  it("is not marked before what comes while somebody looks", async () => {
    const { here, say } = await meet();
    here.pointers.markRead();
    markUnread(here, { caughtUp: true });
    await say("live");
    expect(lineOf(here)).toBeNull();
  });
});
