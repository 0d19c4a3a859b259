import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Bytes, toBase64 } from "@/lib/base/bytes";
import { random, sha256 } from "@/lib/crypto/primitives";
import { type Model, begin, commitNext, leaveMessage, messageArguments, newChain, take } from "./support/conversation";
import { type Database, openDatabase } from "./support/database";
import { type Person, addPerson } from "./support/people";
import { refusal } from "./support/refusal";

let db: Database;
let alice: Person, bob: Person, carol: Person, dave: Person, mallory: Person;
let chat: Model;
beforeAll(async () => {
  db = await openDatabase();
  [alice, bob, carol, dave, mallory] = (await Promise.all(
    ["alice", "bob", "carol", "dave", "mallory"].map((name) => addPerson(db, name)),
  )) as [Person, Person, Person, Person, Person];
});
afterAll(() => db.close());
beforeEach(async () => {
  chat = await begin("private", [alice, bob]);
});

interface Link {
  invite: string;
  token: string;
}
const soon = () => new Date(Date.now() + 3_600_000).toISOString();
async function makeLink(who: Person = alice, change: Record<string, unknown> = {}): Promise<Link> {
  const token: Bytes = random(32);
  const invite = randomUUID();
  const token_hash = toBase64(sha256(token));
  await who.call("invite_put", { conversation: chat.id, invite, token_hash, uses: 5, expires_at: soon(), ...change });
  return { invite, token: toBase64(token) };
}
const proof = () => toBase64(random(32));
const look = (who: Person, link: Link) => who.call("invite_look", { ...link }) as Promise<{ state: string } | null>;
const ask = (who: Person, link: Link) => who.call("join_request", { ...link, proof: proof() });
const waiting = async (who: Person) =>
  ((await who.call("join_requests")) as { person: { user_id: string }; conversation: string }[])
    .filter(({ conversation }) => conversation === chat.id)
    .map(({ person }) => person.user_id);
const letIn = (who: Person) => commitNext(chat, alice, { reason: 2, roster: [...chat.fields.roster, who.entry(1)] });

describe("a link", () => {
  it("is made by who may add, and by nobody else", async () => {
    await makeLink();
    expect(await refusal(makeLink(bob))).toBe("E_ADD");
    expect(await refusal(makeLink(mallory))).toBe("E_NOT_FOUND");
    await commitNext(chat, alice, { reason: 9, policyAdd: 2 });
    await makeLink(bob);
    for (const change of [
      { uses: 0 },
      { uses: 254 },
      { expires_at: new Date(0).toISOString() },
      { token_hash: "AA==" },
    ])
      expect(await refusal(makeLink(alice, change))).toBe("E_INPUT");
  });

  it("O14: answers a right token, and everything else alike", async () => {
    const link = await makeLink();
    expect(await look(carol, link)).toMatchObject({ conversation: chat.id, kind: "private", left: 5, state: "none" });
    expect(await look(bob, link)).toMatchObject({ state: "member" });
    expect(await look(carol, { ...link, token: toBase64(random(32)) })).toBeNull();
    expect(await look(carol, { ...link, invite: randomUUID() })).toBeNull();
    await alice.call("invite_revoke", { invite: link.invite });
    expect(await look(carol, link)).toBeNull();
    expect(await refusal(ask(carol, link))).toBe("E_NOT_FOUND");
    await db.query("update chat.invites set revoked_at = null, expires_at = now() - interval '1 second'");
    expect(await look(carol, link)).toBeNull();
  });

  it("ends when its maker may not add any more", async () => {
    await commitNext(chat, alice, { reason: 9, policyAdd: 2 });
    const link = await makeLink(bob);
    expect(await look(carol, link)).not.toBeNull();
    await commitNext(chat, alice, { reason: 9, policyAdd: 1 });
    expect(await look(carol, link)).toBeNull();
  });

  it("is seen by members without its token, and ended by its maker or an admin", async () => {
    await commitNext(chat, alice, { reason: 9, policyAdd: 2 });
    const link = await makeLink(bob);
    const list = (await alice.call("invites", { conversation: chat.id })) as { id: string; used: number }[];
    expect(list).toMatchObject([{ id: link.invite, maker: bob.userId, uses: 5, used: 0 }]);
    expect(JSON.stringify(list)).not.toContain(link.token);
    expect(await refusal(mallory.call("invites", { conversation: chat.id }))).toBe("E_NOT_FOUND");
    expect(await refusal(mallory.call("invite_revoke", { invite: link.invite }))).toBe("E_NOT_FOUND");
    await alice.call("invite_revoke", { invite: link.invite });
    expect(await alice.call("invites", { conversation: chat.id })).toEqual([]);
  });

  it("lets no more people ask than it says, however many ask at once", async () => {
    const link = await makeLink(alice, { uses: 2 });
    const crowd = await Promise.all(Array.from({ length: 6 }, (_, i) => addPerson(db, `c${i}`)));
    const results = await Promise.allSettled(crowd.map((who) => ask(who, link)));
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(2);
    expect(await waiting(alice)).toHaveLength(2);
  });
});

describe("a request", () => {
  it("is seen by who may answer it, lets nobody in by itself, and is over when a commit does", async () => {
    const link = await makeLink();
    await ask(carol, link);
    await ask(carol, link);
    expect(await waiting(alice)).toEqual([carol.userId]);
    for (const other of [bob, mallory, carol]) expect(await waiting(other)).toEqual([]);
    expect(await look(carol, link)).toMatchObject({ state: "pending", left: 4 });
    expect(await refusal(carol.call("start", { conversation: chat.id }))).toBe("E_NOT_FOUND");
    await letIn(carol);
    expect(await waiting(alice)).toEqual([]);
    expect(await look(carol, link)).toMatchObject({ state: "member", left: 4 });
    expect(await refusal(ask(carol, link))).toBe("E_EXISTS");
  });

  it("may be taken back by its maker, which frees the place", async () => {
    const link = await makeLink(alice, { uses: 1 });
    await ask(carol, link);
    expect(await refusal(ask(dave, link))).toBe("E_NOT_FOUND");
    expect(await refusal(dave.call("join_withdraw", { conversation: chat.id }))).toBe("E_NOT_FOUND");
    await carol.call("join_withdraw", { conversation: chat.id });
    await ask(dave, link);
    expect(await waiting(alice)).toEqual([dave.userId]);
  });

  it("is declined by who may add; the person cannot ask again, but can be added", async () => {
    const link = await makeLink();
    await ask(carol, link);
    expect(await refusal(bob.call("join_decline", { conversation: chat.id, person: carol.userId }))).toBe("E_ADD");
    expect(await refusal(mallory.call("join_decline", { conversation: chat.id, person: carol.userId }))).toBe(
      "E_NOT_FOUND",
    );
    await alice.call("join_decline", { conversation: chat.id, person: carol.userId });
    expect(await look(carol, link)).toMatchObject({ state: "declined" });
    expect(await refusal(ask(carol, link))).toBe("E_REMOVE");
    expect(await refusal(ask(carol, await makeLink()))).toBe("E_REMOVE");
    await letIn(carol);
    expect(await look(carol, link)).toMatchObject({ state: "member" });
  });

  it("O14: is not for whoever was removed, by no link; whoever left by themselves may ask again", async () => {
    const link = await makeLink();
    await ask(carol, link);
    await letIn(carol);
    await commitNext(chat, alice, { reason: 3, roster: [alice.entry(2), bob.entry(1)] });
    for (const each of [link, await makeLink()]) {
      expect(await look(carol, each)).toMatchObject({ state: "declined" });
      expect(await refusal(ask(carol, each))).toBe("E_REMOVE");
    }
    expect(await waiting(alice)).toEqual([]);
    const chain = newChain(chat);
    const made = leaveMessage(chat, bob, chain);
    await bob.call("leave", messageArguments(made));
    take(chat, 2, made.hash);
    await commitNext(chat, alice, { reason: 4, roster: [alice.entry(2)] });
    await ask(bob, link);
    expect(await waiting(alice)).toEqual([bob.userId]);
    await letIn(carol);
    expect(await look(carol, link)).toMatchObject({ state: "member" });
  });

  it("tells those who may answer, and the asker, to look again", async () => {
    const link = await makeLink();
    const told = async (act: () => Promise<unknown>) => {
      await db.query("delete from realtime.messages");
      await act();
      const rows = await db.query<{ topic: string }>("select topic from realtime.messages order by topic");
      return rows.rows.map(({ topic }) => topic);
    };
    const both = [alice, carol].map(({ userId }) => `user:${userId}`).toSorted();
    expect(await told(() => ask(carol, link))).toEqual(both);
    expect(await told(() => alice.call("join_decline", { conversation: chat.id, person: carol.userId }))).toEqual(both);
  });
});
