import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { begin, leaveMessage, messageArguments, newChain, nextMessage } from "./support/conversation";
import { type Arguments, type Database, openDatabase, serviceRole } from "./support/database";
import { addPerson, type Person } from "./support/people";
import { refusal, sqlState } from "./support/refusal";
import { join, makeRoom, say } from "./support/room";

let db: Database;
let olga: Person, adam: Person, mia: Person, nobody: Person;
let room: string;
beforeAll(async () => {
  db = await openDatabase();
  [olga, adam, mia, nobody] = (await Promise.all(["olga", "adam", "mia", "nobody"].map((n) => addPerson(db, n)))) as [
    Person,
    Person,
    Person,
    Person,
  ];
});
afterAll(() => db.close());
beforeEach(async () => void (room = await makeRoom(olga)));

describe("the class of a conversation", () => {
  it("never changes, whoever asks, and neither log takes a row of the other class", async () => {
    const sealed = await begin("group", [olga, adam]);
    for (const [id, kind, other] of [
      [room, "group", "sealed"],
      [sealed.id, "room", "open"],
    ])
      expect(
        await sqlState(
          db.query("update chat.conversations set kind = $2, class = $3 where id = $1", [id, kind, other]),
        ),
      ).toBe("PT422");
    const intoRoom = `insert into chat.rooms (conversation_id, title, capacity) values ($1, 'Mine', 9)`;
    expect(await sqlState(db.query(intoRoom, [sealed.id]))).toBe("23503");
    expect(
      await sqlState(
        db.query(
          "insert into chat.conversations (id, kind, class, transcript) values (gen_random_uuid(), 'room', 'sealed', '\\x00')",
        ),
      ),
    ).toMatch(/^23/);
  });

  it("functions for sealed conversations do not reach a room, nor the other way round", async () => {
    const sealed = await begin("group", [olga, adam]);
    const message = nextMessage({ ...sealed, id: room }, olga, newChain(sealed));
    const calls: [Parameters<Person["call"]>[0], Arguments][] = [
      ["send", messageArguments(message)],
      ["leave", messageArguments(leaveMessage({ ...sealed, id: room }, olga))],
      ["events", { conversation: room, after: 0 }],
      ["history", { conversation: room, before: 5 }],
      ["start", { conversation: room }],
      ["event_hashes", { conversation: room, after: 0 }],
      ["tombstone", { conversation: room, seqs: [1] }],
      ["forget", { conversation: room }],
      ["require_rotation", { conversation: room }],
    ];
    for (const [name, args] of calls)
      expect([name, await refusal(olga.call(name, args))]).toEqual([name, "E_NOT_FOUND"]);
    for (const name of ["room_start", "room_look", "room_join", "room_leave"] as const)
      expect([name, await refusal(olga.call(name, { conversation: sealed.id }))]).toEqual([name, "E_NOT_FOUND"]);
    expect(await refusal(say(olga, sealed.id, "Plain"))).toBe("E_NOT_FOUND");
  });
});

describe("the room of a course", () => {
  const open = (external_id: string, parties: object[]) =>
    db.call(serviceRole, "host_create_context", {
      ...{ key_hash: "ab".repeat(32), kind: "courseroom", external_id, title: "Botany 101" },
      parties: JSON.stringify(parties),
    });
  beforeAll(() => db.call(serviceRole, "host_create_platform", { name: "campus", key_hash: "ab".repeat(32) }));

  it("is opened by a platform with its people in it, and run by those called owner", async () => {
    const parties = [
      { handle: olga.handle, role: "owner" },
      { handle: mia.handle, role: "student" },
    ];
    const { conversation } = (await open("101", parties)) as { conversation: string };
    expect(await open("101", parties)).toMatchObject({ conversation, created: false });
    expect(await olga.call("room_start", { conversation })).toMatchObject({
      conversation: {
        kind: "courseroom",
        context: { external_id: "101" },
        room: { title: "Botany 101", members: 2, listed: false },
        my: { role: 3 },
      },
    });
    await say(mia, conversation, "Present");
    await join(nobody, conversation);
  });

  it("needs somebody to run it", async () => {
    expect(
      await refusal(
        open(
          "102",
          [olga, mia].map(({ handle }) => ({ handle, role: "student" })),
        ),
      ),
    ).toBe("E_INPUT");
  });
});
