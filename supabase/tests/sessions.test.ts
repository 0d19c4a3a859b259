import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Arguments, callFunction, type Database, type FunctionName, openDatabase } from "./support/database";
import { addPerson, type Person } from "./support/people";
import { refusal } from "./support/refusal";

let db: Database;
let alice: Person, mallory: Person;
let here: string, phone: string;
beforeAll(async () => void (db = await openDatabase()));
afterAll(() => db.close());

const login = async (who: Person) => {
  const id = randomUUID();
  await db.query(
    "insert into auth.sessions (id, user_id, created_at, updated_at, user_agent) values ($1, $2, now(), now(), 'Mozilla')",
    [id, who.userId],
  );
  return id;
};
/** Calls a function with the token of that login; what it changes stays. */
const from = async (who: Person, session: string | null, name: FunctionName, args: Arguments = {}) => {
  const client = new pg.Client({ connectionString: db.url });
  await client.connect();
  try {
    await client.query("begin");
    const claims = { role: "authenticated", sub: who.userId, ...(session ? { session_id: session } : {}) };
    await client.query(
      "select set_config('role', 'authenticated', true), set_config('request.jwt.claims', $1, true), set_config('request.jwt.claim.sub', $2, true)",
      [JSON.stringify(claims), who.userId],
    );
    const answer = await callFunction(client, name, args);
    await client.query("commit");
    return answer;
  } finally {
    await client.end();
  }
};
const ids = async (who: Person, session: string) =>
  ((await from(who, session, "sessions")) as { id: string }[]).map(({ id }) => id).toSorted();

beforeEach(async () => {
  [alice, mallory] = await Promise.all([addPerson(db, "alice"), addPerson(db, "mallory")]);
  [here, phone] = [await login(alice), await login(alice)];
});

describe("sessions", () => {
  it("are listed to their person, this one first, each with the browser that was opened with it", async () => {
    await from(alice, phone, "device_seen", { device_id: randomUUID(), label: "Safari, iPhone", remembered: true });
    expect(await from(alice, here, "sessions")).toEqual([
      expect.objectContaining({ id: here, current: true, label: null, agent: "Mozilla" }),
      expect.objectContaining({ id: phone, current: false, label: "Safari, iPhone", remembered: true }),
    ]);
    expect(await ids(mallory, await login(mallory))).not.toContain(here);
  });

  it("one is ended by its person: it is told to look, is not alive any more, and its browser is off the list", async () => {
    await from(alice, phone, "device_seen", { device_id: randomUUID(), label: "Safari, iPhone", remembered: true });
    await db.query("delete from realtime.messages");
    expect(await from(alice, here, "session_end", { id: phone })).toEqual({ ended: 1 });
    expect(await from(alice, phone, "session_alive")).toBe(false);
    expect(await from(alice, here, "session_alive")).toBe(true);
    expect(await from(alice, here, "devices")).toEqual([]);
    const heard = await db.query("select topic, event from realtime.messages");
    expect(heard.rows).toEqual([{ topic: `user:${alice.userId}`, event: "account" }]);
  });

  it("nobody ends another person's", async () => {
    expect(await from(mallory, await login(mallory), "session_end", { id: here })).toEqual({ ended: 0 });
    expect(await from(alice, here, "session_alive")).toBe(true);
    // A token that names somebody else's login is none that Auth makes; it would change nothing either.
    expect(await from(mallory, here, "session_alive")).toBe(false);
  });

  it("all others are ended at once, and this one stays", async () => {
    await login(alice);
    const other = await login(mallory);
    expect(await from(alice, here, "sessions_end_others")).toEqual({ ended: 2 });
    expect(await ids(alice, here)).toEqual([here]);
    expect(await ids(mallory, other)).toContain(other);
  });

  it("a token without a login can end no others, and is not taken for ended", async () => {
    expect(await refusal(from(alice, null, "sessions_end_others"))).toBe("E_AUTH");
    expect(await from(alice, null, "session_alive")).toBe(true);
  });
});
