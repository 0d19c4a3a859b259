import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Bytes, toBase64 } from "@/lib/base/bytes";
import { type Model, begin, commitNext, newChain, say } from "./support/conversation";
import { type Database, openDatabase } from "./support/database";
import { pointer, u64 } from "./support/forge";
import { type Person, addPerson } from "./support/people";
import { refusal } from "./support/refusal";

let db: Database;
let alice: Person, bob: Person, mallory: Person;
let chat: Model;
beforeAll(async () => {
  db = await openDatabase();
  [alice, bob, mallory] = await Promise.all([addPerson(db, "alice"), addPerson(db, "bob"), addPerson(db, "mallory")]);
  chat = await begin("group", [alice, bob]);
  const chain = newChain(chat);
  for (let i = 0; i < 9; i++) await say(chat, alice, chain);
});
afterAll(() => db.close());

const make = (kind: "read" | "view", who: Person, seq: number | bigint, conv = chat.id) =>
  pointer(kind, { conv, user: who.userId, seq, transcript: chat.transcript }, who.keys.edSeed);
const put = (who: Person, bytes: Bytes) => who.call("pointer_put", { pointer: toBase64(bytes) });
const stored = async (who: Person) => {
  const [summary] = (await alice.call("conversations")) as {
    members: { user_id: string; read: string | null; view: string | null }[];
  }[];
  const { read, view } = summary?.members.find((m) => m.user_id === who.userId) ?? { read: null, view: null };
  return { read, view };
};

describe("pointer_put", () => {
  it("keeps read and view pointers apart, as signed", async () => {
    const [read, view] = [make("read", bob, 3), make("view", bob, 7)];
    await put(bob, read);
    await put(bob, view);
    expect(await stored(bob)).toEqual({ read: toBase64(read), view: toBase64(view) });
  });

  it("only moves forward: what comes late changes nothing", async () => {
    const newest = make("read", bob, 8);
    await put(bob, make("read", bob, 5));
    await put(bob, newest);
    for (const seq of [8, 5, 0]) expect(await put(bob, make("read", bob, seq))).toEqual({});
    expect((await stored(bob)).read).toBe(toBase64(newest));
    await Promise.all([9, 6, 10, 7].map((seq) => put(bob, make("read", bob, seq))));
    const row = await db.query("select read_seq::int from chat.pointers where user_id = $1", [bob.userId]);
    expect(row.rows).toEqual([{ read_seq: 10 }]);
  });

  it("does not point beyond the log", async () => {
    expect(await refusal(put(bob, make("read", bob, 11)))).toBe("E_RANGE");
    expect(await refusal(put(bob, make("view", bob, 2n ** 53n)))).toBe("E_RANGE");
    const late = make("read", bob, 10);
    late.set(u64(2n ** 53n), 80);
    expect(await refusal(put(bob, late))).toBe("E_RANGE");
  });

  it("is for the caller only, and for members only", async () => {
    expect(await refusal(put(alice, make("read", bob, 9)))).toBe("E_SENDER");
    expect(await refusal(put(mallory, make("read", mallory, 9)))).toBe("E_NOT_FOUND");
    expect(await refusal(put(mallory, make("read", mallory, 9, randomUUID())))).toBe("E_NOT_FOUND");
    const other = await begin("group", [alice, mallory]);
    await commitNext(other, alice, { reason: 3, roster: [alice.entry(2)] });
    expect(await refusal(put(mallory, make("read", mallory, 1, other.id)))).toBe("E_NOT_FOUND");
  });

  it("is limited per account", async () => {
    await db.query("update ops.limits set burst = 1, every = '1 hour' where name = 'pointer'");
    await db.query("delete from ops.meters");
    await put(bob, make("read", bob, 1));
    expect(await refusal(put(bob, make("read", bob, 1)))).toBe("E_RATE");
    await db.query("update ops.limits set burst = 1000000 where name = 'pointer'");
  });

  it("refuses every other form", async () => {
    const good = make("read", bob, 9);
    for (let at = 0; at < 8; at++) {
      const bent = good.slice();
      bent.set([(bent[at] ?? 0) ^ 1], at);
      expect(await refusal(put(bob, bent))).toBe("E_FORMAT");
    }
    for (const bytes of [good.slice(0, 151), new Uint8Array(153), new Uint8Array(0)])
      expect(await refusal(put(bob, bytes))).toBe("E_FORMAT");
    expect(await refusal(bob.call("pointer_put", { pointer: null }))).toBe("E_FORMAT");
  });
});
