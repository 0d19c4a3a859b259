import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { toBase64 } from "@/lib/base/bytes";
import { random } from "@/lib/crypto/primitives";
import { begin, commitArguments, commitNext, following, genesis } from "./support/conversation";
import { type Database, openDatabase } from "./support/database";
import { type Keys, newKeys, statement, statementHash, zeros } from "./support/forge";
import { addPerson, addUser, loggedIn, type Person, registration } from "./support/people";
import { failure, refusal } from "./support/refusal";

let db: Database;
let alice: Person, bob: Person, carol: Person;
beforeAll(async () => {
  db = await openDatabase();
  [alice, bob, carol] = await Promise.all([addPerson(db, "alice"), addPerson(db, "bob"), addPerson(db, "carol")]);
});
afterAll(() => db.close());

const events = async (conversation: string) =>
  (await db.query("select from chat.events where conversation_id = $1", [conversation])).rowCount;

/** The person with the keys of the next generation, and those before under `older`. */
async function rotated(person: Person): Promise<Person & { readonly older: Keys }> {
  const keys = newKeys();
  const body = statement(person.userId, keys, {
    ...{ generation: 2, flags: 1, previous: statementHash(person.statement), signer: person.keys },
  });
  const signedIn = await loggedIn(db, person, "1 minute");
  await signedIn.call("identity_rotate", {
    statement: toBase64(body),
    bundle: toBase64(random(80 + 2 * 68)),
    expected_bundle_version: 1,
  });
  const entry = (role: number) => ({ userId: person.userId, role, stmtHash: statementHash(body), keys });
  return { ...person, keys, statement: body, entry, older: person.keys };
}

describe("M48: an ill-signed commit of a member", () => {
  it("is not taken, whoever's key signed it, and costs the author an attempt", async () => {
    const chat = await begin("group", [alice, bob, carol]);
    const made = following(chat, bob, {});
    const byCarol = following(chat, { ...bob, keys: carol.keys }, {});
    const bent = made.sig.slice();
    bent[40]! ^= 1;
    for (const [body, sig] of [
      [made.body, zeros(64)],
      [made.body, bent],
      [made.body, byCarol.sig],
      [byCarol.body, byCarol.sig],
    ] as const) {
      const boxes = body === byCarol.body ? byCarol.boxes : made.boxes;
      const args = { ...commitArguments({ ...made, boxes }), body: toBase64(body), sig: toBase64(sig) };
      expect(await bob.call("commit", args)).toBeNull();
    }
    expect(await events(chat.id)).toBe(1);
    expect(await bob.call("commit", commitArguments(made))).toMatchObject({ seq: 2, duplicate: false });

    await db.query("update ops.limits set burst = 2 where name = 'commit'");
    const spammer = await addPerson(db, "spammer");
    const own = await begin("group", [spammer, bob]);
    const ill = { ...commitArguments(following(own, spammer, {})), sig: toBase64(zeros(64)) };
    const answers: unknown[] = [];
    for (let i = 0; i < 3; i++) answers.push(await spammer.call("commit", ill).catch((error: Error) => error.message));
    expect(answers).toEqual([null, null, "E_RATE"]);
    await db.query("update ops.limits set burst = 1000000 where name = 'commit'");
  });

  it("lets nobody wait: it is verified before the conversation is locked", async () => {
    const chat = await begin("group", [alice, bob, carol]);
    const ill = { ...commitArguments(following(chat, bob, {})), sig: toBase64(zeros(64)) };
    const { second, waited } = await db.overlap(alice, ["commit", commitArguments(following(chat, alice, {}))], () =>
      bob.call("commit", ill),
    );
    expect([second, waited]).toEqual([{ status: "fulfilled", value: null }, false]);
  });

  it("is checked under the key of the epoch before, not under newer ones of the author", async () => {
    const dave = await addPerson(db, "dave");
    const chat = await begin("group", [alice, dave]);
    const renewed = await rotated(dave);
    const byNewKey = following(chat, renewed, { reason: 6, roster: [alice.entry(2), renewed.entry(1)] });
    expect(await dave.call("commit", commitArguments(byNewKey))).toBeNull();
    await commitNext(chat, dave, { reason: 6, roster: [alice.entry(2), renewed.entry(1)] });
    await commitNext(chat, renewed);
  });
});

describe("an ill-signed beginning", () => {
  it("makes no conversation of any kind, and costs the author an attempt", async () => {
    for (const kind of ["group", "direct", "note", "private"]) {
      const people = kind === "note" ? [alice] : [alice, carol];
      const pair = kind === "direct";
      const change = { policyType: pair ? 1 : 2, policyAdd: pair || kind === "note" ? 0 : 1 };
      const roster = people.map((p, i) => p.entry(i === 0 && !pair && kind !== "note" ? 2 : 1));
      const made = genesis(alice, roster, change);
      const { disclosures: _, ...args } = commitArguments(made);
      expect(await alice.call("create_conversation", { kind, ...args, sig: toBase64(random(64)) })).toBeNull();
      const rows = await db.query("select from chat.conversations where id = $1", [made.fields.conv]);
      expect([kind, rows.rowCount]).toEqual([kind, 0]);
      expect(await alice.call("create_conversation", { kind, ...args })).toMatchObject({ created: true });
    }
    const spent = await db.query("select from ops.meters where limit_name = 'create' and account = $1", [alice.userId]);
    expect(spent.rowCount).toBe(1);
  });
});

describe("C12 and C13, what clients refuse", () => {
  it("a member who may add people makes no admin of them", async () => {
    const chat = await begin("group", [alice, bob], { policyAdd: 2 });
    const roster = (role: number) => [alice.entry(2), bob.entry(1), carol.entry(role)];
    expect(
      await refusal(bob.call("commit", commitArguments(following(chat, bob, { reason: 2, roster: roster(2) })))),
    ).toBe("E_ROLE");
    await commitNext(chat, bob, { reason: 2, roster: roster(1) });
  });

  it("the last admin does not step down under the reason of a leave", async () => {
    const chat = await begin("group", [alice, bob]);
    const stepping = following(chat, alice, { reason: 4, roster: [alice.entry(1), bob.entry(1)] });
    expect(await refusal(alice.call("commit", commitArguments(stepping)))).toBe("E_ROLE");
  });

  it("keys never go back to an older statement, and come by a key commit only", async () => {
    const dave = await addPerson(db, "dave");
    const chat = await begin("group", [alice, bob, dave]);
    const renewed = await rotated(dave);
    const roster = (entry: Person) => [alice.entry(2), bob.entry(1), entry.entry(1)];
    await commitNext(chat, bob, { reason: 6, roster: roster(renewed) });
    const back = following(chat, bob, { reason: 6, roster: roster(dave) });
    expect(await refusal(bob.call("commit", commitArguments(back)))).toBe("E_KEYCHANGE");
    const mixed = { ...renewed.entry(1), keys: { ...renewed.keys, xPk: dave.keys.xPk } };
    const torn = following(chat, bob, { reason: 6, roster: [alice.entry(2), bob.entry(1), mixed] });
    expect(await refusal(bob.call("commit", commitArguments(torn)))).toBe("E_KEYCHANGE");
  });

  it("opens no dispute while there is no list of moderators", async () => {
    const chat = await begin("group", [alice, bob]);
    const change = { reason: 7, caseId: random(16), roster: [alice.entry(2), bob.entry(1), carol.entry(3)] };
    expect(await refusal(bob.call("commit", commitArguments(following(chat, bob, change))))).toBe("E_MODERATOR");
  });
});

describe("an unsound identity statement", () => {
  it("makes no account, and is answered so that it counts", async () => {
    const userId = await addUser(db);
    const actor = { role: "authenticated", userId } as const;
    const keys = newKeys();
    const good = statement(userId, keys);
    const bent = (at: number) => toBase64(good.map((byte, i) => (i === at ? byte ^ 1 : byte)));
    const lowX = statement(userId, { ...keys, xPk: zeros(32) });
    const lowEd = statement(userId, { ...keys, edPk: zeros(32) });
    const otherKey = statement(userId, { ...keys, edPk: newKeys().edPk });
    for (const body of [bent(70), bent(100), bent(131), bent(150), ...[lowX, lowEd, otherKey].map(toBase64)])
      expect(
        await db.call(actor, "register_account", { ...registration(userId, "unsound_1"), statement: body }),
      ).toBeNull();
    expect((await db.query("select from chat.identity_statements where user_id = $1", [userId])).rowCount).toBe(0);
    expect(
      (await db.query("select from ops.meters where limit_name = 'keys' and account = $1", [userId])).rowCount,
    ).toBe(1);
    const whole = { ...registration(userId, "unsound_1"), statement: toBase64(good) };
    expect(await db.call(actor, "register_account", whole)).toMatchObject({ handle: "unsound_1" });
  });

  it("neither rotates nor resets an account: both signatures, the key and the chain have to hold", async () => {
    const person = await addPerson(db, "dave");
    const signedIn = await loggedIn(db, person, "1 minute");
    const chain = { generation: 2, previous: statementHash(person.statement) };
    const keys = newKeys();
    const rotation = statement(person.userId, keys, { ...chain, flags: 1, signer: person.keys });
    const bytes = (at: number, body = rotation) => body.map((byte, i) => (i === at ? byte ^ 1 : byte));
    const rotate = (body: Uint8Array) =>
      signedIn.call("identity_rotate", {
        ...{ statement: toBase64(body), bundle: toBase64(random(80 + 2 * 68)), expected_bundle_version: 1 },
      });
    const lowX = statement(person.userId, { ...keys, xPk: zeros(32) }, { ...chain, flags: 1, signer: person.keys });
    const byAnother = statement(person.userId, keys, { ...chain, flags: 1, signer: newKeys() });
    for (const body of [bytes(140), bytes(200), bytes(120), lowX, byAnother]) expect(await rotate(body)).toBeNull();
    const reset = statement(person.userId, keys, { ...chain, flags: 2 });
    const over = (body: Uint8Array) =>
      signedIn.call("start_over", {
        ...{ statement: toBase64(body), bundle: toBase64(random(148)), store: toBase64(random(200)), slots: [] },
        ...{ expected_bundle_version: 1, expected_store_version: 1 },
      });
    expect(await over(bytes(140, reset))).toBeNull();
    expect(await rotate(rotation)).toEqual({ version: 2 });
  });

  it("that was stored before they were verified brings nobody into a roster", async () => {
    const eve = await addPerson(db, "eve");
    await db.query("update chat.identity_statements set sound = false where user_id = $1", [eve.userId]);
    const chat = await begin("group", [alice, bob]);
    const adding = following(chat, alice, { reason: 2, roster: [alice.entry(2), bob.entry(1), eve.entry(1)] });
    expect(await refusal(alice.call("commit", commitArguments(adding)))).toBe("E_KEYCHANGE");
    const { disclosures: _, ...args } = commitArguments(genesis(alice, [alice.entry(2), eve.entry(1)]));
    expect((await failure(alice.call("create_conversation", { kind: "group", ...args }))).message).toBe("E_KEYCHANGE");
  });
});
