import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { toBase64 } from "@/lib/base/bytes";
import { random, sha256 } from "@/lib/crypto/primitives";
import {
  advance,
  begin,
  commitArguments,
  commitNext,
  following,
  genesis,
  messageArguments,
  type Model,
  newChain,
  nextMessage,
  say,
  take,
} from "./support/conversation";
import { type Actor, type Database, openDatabase } from "./support/database";
import { pointer } from "./support/forge";
import { addPerson, type Person } from "./support/people";
import { refusal } from "./support/refusal";

let db: Database;
let alice: Person, mallory: Person, carol: Person;
let chat: Model;
beforeAll(async () => void (db = await openDatabase()));
afterAll(() => db.close());
beforeEach(async () => {
  [alice, mallory, carol] = await Promise.all([
    addPerson(db, "alice"),
    addPerson(db, "mallory"),
    addPerson(db, "carol"),
  ]);
  chat = await begin("direct", [alice, mallory]);
});

const block = (who: Person, whom: Person, blocked = true) => who.call("block", { person: whom.userId, blocked });
const listens = async (who: Actor, topic: string) =>
  (await db.query<{ yes: boolean }>("select private.listens_to($1, $2) as yes", [topic, who.userId])).rows[0]?.yes;
const announcedTo = async (who: Person, act: () => Promise<unknown>) => {
  await db.query("delete from realtime.messages");
  await act();
  const { rows } = await db.query("select event from realtime.messages where topic = $1", [`user:${who.userId}`]);
  return rows.map(({ event }) => event);
};

describe("a blocked person", () => {
  it("cannot send into the direct conversation, by whatever name the refusal would tell them", async () => {
    const chain = newChain(chat);
    await say(chat, mallory, chain);
    await block(alice, mallory);
    const made = nextMessage(chat, mallory, chain);
    expect(await refusal(mallory.call("send", messageArguments(made)))).toBe("E_REFUSED");
    expect((await db.query("select last_seq from chat.conversations where id = $1", [chat.id])).rows).toEqual([
      { last_seq: "2" },
    ]);
    await block(alice, mallory, false);
    expect(await mallory.call("send", messageArguments(made))).toMatchObject({ seq: 3, duplicate: false });
    advance(chain, made);
    take(chat, 2, made.hash);
  });

  it("who repeats a message that arrived before the block gets the same answer as before", async () => {
    const made = nextMessage(chat, mallory, newChain(chat));
    const first = await mallory.call("send", messageArguments(made));
    await block(alice, mallory);
    expect(await mallory.call("send", messageArguments(made))).toEqual({ ...(first as object), duplicate: true });
  });

  it("cannot reach the other by a commit", async () => {
    await block(alice, mallory);
    const made = following(chat, mallory, {});
    expect(await refusal(mallory.call("commit", commitArguments(made)))).toBe("E_REFUSED");
  });

  it("cannot begin the direct conversation with somebody who has blocked them", async () => {
    await block(carol, mallory);
    const made = genesis(mallory, [mallory.entry(1), carol.entry(1)], { policyType: 1, policyAdd: 0 });
    const { disclosures: _, ...args } = commitArguments(made);
    expect(await refusal(mallory.call("create_conversation", { kind: "direct", ...args }))).toBe("E_REFUSED");
    expect((await db.query("select from chat.conversations where id = $1", [made.fields.conv])).rowCount).toBe(0);
  });

  it("hears nothing of how far the other has got", async () => {
    await say(chat, mallory, newChain(chat));
    const signed = (seq: number) => ({
      pointer: toBase64(
        pointer("read", { conv: chat.id, user: alice.userId, seq, transcript: chat.transcript }, alice.keys.edSeed),
      ),
    });
    expect(await announcedTo(mallory, () => alice.call("pointer_put", signed(1)))).toEqual(["pointer"]);
    await block(alice, mallory);
    expect(await announcedTo(mallory, () => alice.call("pointer_put", signed(2)))).toEqual([]);
    const stored = await db.query("select read_seq from chat.pointers where user_id = $1", [alice.userId]);
    expect(stored.rows).toEqual([{ read_seq: "1" }]);
  });

  it("sees no presence of the other: whoever has blocked cannot be on the topic, whatever an old tab tries", async () => {
    const topic = `conversation:${chat.id}:1`;
    expect([await listens(alice, topic), await listens(mallory, topic)]).toEqual([true, true]);
    await block(alice, mallory);
    expect([await listens(alice, topic), await listens(mallory, topic)]).toEqual([false, true]);
  });

  it("learns nothing: no announcement, no list, the person is found as before", async () => {
    const before = await mallory.call("find_person", { handle: alice.handle });
    expect(await announcedTo(mallory, () => block(alice, mallory))).toEqual([]);
    expect(await mallory.call("blocks")).toEqual([]);
    expect(await mallory.call("find_person", { handle: alice.handle })).toEqual(before);
    expect(await mallory.call("conversations", {})).toEqual([
      expect.objectContaining({ id: chat.id, locked: false, rotation_required: false }),
    ]);
  });

  it("cannot put the other into a group, neither at its beginning nor later, nor again after they left", async () => {
    await block(alice, mallory);
    const made = genesis(mallory, [mallory.entry(2), alice.entry(1)]);
    const { disclosures: _, ...args } = commitArguments(made);
    expect(await refusal(mallory.call("create_conversation", { kind: "group", ...args }))).toBe("E_REFUSED");
    const group = await begin("group", [mallory, carol]);
    const adding = () => following(group, mallory, { reason: 2, roster: [...group.fields.roster, alice.entry(1)] });
    expect(await refusal(mallory.call("commit", commitArguments(adding())))).toBe("E_REFUSED");
    await block(alice, mallory, false);
    await commitNext(group, mallory, { reason: 2, roster: [...group.fields.roster, alice.entry(1)] });
    await block(alice, mallory);
    await commitNext(group, mallory, {});
    await commitNext(group, mallory, { reason: 3, roster: [mallory.entry(2), carol.entry(1)] });
    expect(await refusal(mallory.call("commit", commitArguments(adding())))).toBe("E_REFUSED");
  });

  it("finds a link of the other ended", async () => {
    const group = await begin("group", [alice, carol]);
    const [invite, token] = [randomUUID(), random(32)];
    const limits = { uses: 3, expires_at: new Date(Date.now() + 60_000).toISOString() };
    await alice.call("invite_put", { conversation: group.id, invite, token_hash: toBase64(sha256(token)), ...limits });
    const shown = { invite, token: toBase64(token) };
    expect(await mallory.call("invite_look", shown)).toMatchObject({ state: "none" });
    await block(alice, mallory);
    expect(await mallory.call("invite_look", shown)).toBeNull();
    expect(await refusal(mallory.call("join_request", { ...shown, proof: toBase64(random(32)) }))).toBe("E_NOT_FOUND");
  });

  it("writes in groups and in what a platform has opened as before", async () => {
    await block(alice, mallory);
    const group = await begin("group", [carol, alice, mallory]);
    expect(await say(group, mallory, newChain(group))).toMatchObject({ duplicate: false });
  });
});

describe("whoever blocks", () => {
  it("may still write, and sees the list; their other devices are told to look", async () => {
    expect(await announcedTo(alice, () => block(alice, mallory))).toEqual(["account"]);
    await block(alice, mallory);
    expect(await alice.call("blocks")).toEqual([
      expect.objectContaining({ user_id: mallory.userId, handle: mallory.handle }),
    ]);
    expect(await say(chat, alice, newChain(chat))).toMatchObject({ duplicate: false });
    await block(alice, mallory, false);
    await block(alice, mallory, false);
    expect(await alice.call("blocks")).toEqual([]);
  });

  it("cannot block themselves, nobody, or somebody who is not there", async () => {
    expect(await refusal(alice.call("block", { person: alice.userId, blocked: true }))).toBe("E_INPUT");
    expect(await refusal(alice.call("block", { person: null, blocked: true }))).toBe("E_INPUT");
    expect(await refusal(alice.call("block", { person: chat.id, blocked: true }))).toBe("E_NOT_FOUND");
  });
});
