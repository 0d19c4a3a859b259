import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { toBase64 } from "@/lib/base/bytes";
import { random } from "@/lib/crypto/primitives";
import { begin, messageArguments, type Model, newChain, nextMessage } from "./support/conversation";
import { type Database, openDatabase } from "./support/database";
import { addPerson, type Person } from "./support/people";
import { failure, refusal } from "./support/refusal";
import { body, makeRoom } from "./support/room";

let db: Database;
let alice: Person, bob: Person;
let room: string;
let chat: Model;
beforeAll(async () => {
  db = await openDatabase();
  [alice, bob] = await Promise.all([addPerson(db, "alice"), addPerson(db, "bob")]);
  room = await makeRoom(alice);
  chat = await begin("direct", [alice, bob]);
});
afterAll(() => db.close());

const post = (said: unknown) =>
  refusal(alice.call("room_post", { conversation: room, msg_id: randomUUID(), body: JSON.stringify(said) }));

describe("a message that an open room does not take", () => {
  it.each<[string, string, unknown]>([
    ["says nothing", "E_EMPTY", null],
    ["has no text", "E_EMPTY", body("text", {})],
    ["has an empty text", "E_EMPTY", body("text", { b: "" })],
    ["is an edit to nothing", "E_EMPTY", body("edit", { of: "x", b: "" })],
    ["is no object", "E_JSON", "text"],
    ["is a list", "E_JSON", [body("text", { b: "x" })]],
    ["has no type", "E_TYPE", { v: 1, ts: 0, b: "x" }],
    ["has a type nobody knows", "E_TYPE", body("dance", { b: "x" })],
    ["has a type that rooms do not have", "E_TYPE", body("lock", { case: "x" })],
    ["has a later version", "E_TYPE", { ...body("text", { b: "x" }), v: 2 }],
    ["is too long", "E_TOO_BIG", body("text", { b: "x".repeat(5001) })],
    ["is too long in pairs", "E_TOO_BIG", body("text", { b: "😀".repeat(2501) })],
    ["is larger than any body", "E_TOO_BIG", body("poll", { q: "?", o: ["a", "b"], more: "x".repeat(40_000) })],
    ["has a field too many", "E_FORMAT", body("text", { b: "x", html: "x" })],
  ])("%s: %s", async (_, code, said) => {
    expect(await post(said)).toBe(code);
  });

  it("is answered with 400, one that is too long with 413", async () => {
    const call = (said: unknown) =>
      failure(alice.call("room_post", { conversation: room, msg_id: randomUUID(), body: JSON.stringify(said) }));
    expect(await call(body("dance", {}))).toMatchObject({ code: "PT400" });
    expect(await call(body("text", { b: "x".repeat(5001) }))).toMatchObject({ code: "PT413" });
  });
});

describe("a message that a sealed conversation does not take", () => {
  const good = () => messageArguments(nextMessage(chat, alice, newChain(chat)));
  const sent = async (change: Record<string, string | null>) => refusal(alice.call("send", { ...good(), ...change }));

  it("says nothing: E_EMPTY", async () => {
    for (const part of ["hdr", "sig", "ct"]) {
      expect([part, await sent({ [part]: null })]).toEqual([part, "E_EMPTY"]);
      expect([part, await sent({ [part]: "" })]).toEqual([part, "E_EMPTY"]);
    }
  });

  it("is another kind of record, or of another version: E_TYPE", async () => {
    const { hdr } = nextMessage(chat, alice, newChain(chat));
    for (const at of [0, 3, 4, 7]) {
      const other = hdr.slice();
      other[at] = (other[at] ?? 0) ^ 1;
      expect([at, await sent({ hdr: toBase64(other) })]).toEqual([at, "E_TYPE"]);
    }
  });

  it("is too large: E_TOO_BIG, also by one byte; any other size is no message: E_FORMAT", async () => {
    expect(await sent({ ct: toBase64(random(65_553)) })).toBe("E_TOO_BIG");
    expect(await sent({ ct: toBase64(random(100_000)) })).toBe("E_TOO_BIG");
    expect(await sent({ ct: toBase64(random(271)) })).toBe("E_FORMAT");
    expect(await sent({ ct: "no base64!" })).toBe("E_FORMAT");
  });
});
