import { describe, expect, it } from "vitest";
import { parsePointer } from "@/lib/protocol/pointer";
import { reasons } from "@/lib/protocol/commit";
import { alice, bob, carol, dave, group } from "./commit-world.fixture";
import { opened, told } from "./history.fixture";
import { signPointer, verifyPointer } from "./pointer";
import { type Conversation, flipped, idOf, Person, seeded, startTime } from "./world.fixture";

const pointer = (
  conversation: Conversation,
  person: Person,
  kind: "read" | "view" = "read",
  seq = conversation.log(person).n,
) => conversation.log(person).pointer(kind, seq, person.signer, conversation.ctx(person));
const checked = (conversation: Conversation, bytes: Uint8Array, reader = bob) =>
  conversation.log(reader).checkPointer(bytes, conversation.ctx(reader));
const told2 = () => told.copy();

describe("pointers", () => {
  it("say how far the log has reached a member's device or eyes", () => {
    for (const kind of ["read", "view"] as const) {
      const bytes = pointer(told, alice, kind, 7);
      expect(bytes.length).toBe(152);
      expect(checked(told, bytes)).toEqual({ type: "pointer", kind, userId: alice.userId, seq: 7, time: startTime });
    }
    expect(checked(told, pointer(told, alice, "view", 12))).toMatchObject({ seq: 12 });
  });

  it("of one kind do not pass as the other", () => {
    const bytes = pointer(told, alice, "read");
    const other = bytes.slice();
    other[1] = "V".charCodeAt(0);
    expect(parsePointer(other).kind).toBe("view");
    expect(() => checked(told, other)).toThrow("E_SIG");
    expect(verifyPointer("read", bytes, alice.statement.edPk)).toBe(true);
    expect(verifyPointer("view", bytes, alice.statement.edPk)).toBe(false);
  });

  it("with another transcript than ours are E_FORK, attributed to their author", () => {
    const { signature, ...body } = parsePointer(pointer(told, alice, "read", 7));
    expect(signature.length).toBe(64);
    const forked = signPointer({ ...body, transcript: seeded("T")(32) }, alice.signer.edSeed);
    expect(() => checked(told, forked)).toThrow("E_FORK");
    expect(parsePointer(forked).userId).toEqual(alice.userId);
  });

  it("that are damaged, foreign, or by no member are refused", () => {
    const bytes = pointer(told, alice);
    for (const at of [60, 87, 90, 151]) expect(() => checked(told, flipped(bytes, at))).toThrow("E_SIG");
    expect(() => checked(told, flipped(bytes, 0))).toThrow("E_FORMAT");
    expect(() => checked(told, bytes.slice(1))).toThrow("E_FORMAT");
    const { signature: _, ...body } = parsePointer(bytes);
    expect(() => checked(told, signPointer({ ...body, conv: idOf("other") }, alice.signer.edSeed))).toThrow(
      "E_CONTEXT",
    );
    expect(() => checked(told, signPointer({ ...body, userId: dave.userId }, dave.signer.edSeed))).toThrow("E_SENDER");
    expect(() => checked(told, signPointer(body, dave.signer.edSeed))).toThrow("E_SIG");
  });

  it("ahead of the own log wait for events; before its base they are believed", () => {
    const conversation = told2();
    conversation.post(alice);
    conversation.catchUp(alice);
    expect(checked(conversation, pointer(conversation, alice))).toEqual({ type: "need", what: "events", after: 12 });
    const log = opened(told, 9);
    const { signature: _, ...body } = parsePointer(pointer(told, alice, "read", 7));
    const wrong = signPointer({ ...body, transcript: seeded("T")(32) }, alice.signer.edSeed);
    expect(log.checkPointer(wrong, told.ctx(bob))).toMatchObject({ seq: 7 });
  });

  it("stay valid when their author's key is renewed later, and end with the membership", () => {
    const conversation = group();
    const early = pointer(conversation, carol);
    const renewed = new Person("carol");
    renewed.renew(1);
    conversation.knowing.people = [alice, bob, renewed];
    conversation.change(alice, { reason: reasons.key, statements: [renewed.statement] });
    const body = {
      kind: "read",
      conv: conversation.conv,
      userId: carol.userId,
      seq: 2,
      transcript: conversation.transcriptAt(2),
      time: 5,
    } as const;
    expect(checked(conversation, early)).toMatchObject({ seq: 1 });
    expect(checked(conversation, signPointer(body, renewed.signer.edSeed))).toMatchObject({ seq: 2 });
    expect(
      checked(
        conversation,
        signPointer({ ...body, seq: 1, transcript: conversation.transcriptAt(1) }, renewed.signer.edSeed),
      ),
    ).toMatchObject({ seq: 1 });
    expect(() => checked(conversation, signPointer(body, carol.signer.edSeed))).toThrow("E_SIG");
    conversation.change(alice, { reason: reasons.remove, users: [carol.userId] });
    expect(checked(conversation, early)).toMatchObject({ seq: 1 });
    const after = { ...body, seq: 3, transcript: conversation.transcriptAt(3) };
    expect(() => checked(conversation, signPointer(after, renewed.signer.edSeed))).toThrow("E_SENDER");
  });

  it("are given only for positions whose transcript is known", () => {
    const log = opened(told, 9);
    const at = (seq: number) => () => log.pointer("read", seq, bob.signer, told.ctx(bob));
    expect(at(9)).not.toThrow();
    for (const seq of [0, 8, 10]) expect(at(seq)).toThrow("E_RANGE");
    const forgetful = told2().log(bob);
    expect(() => forgetful.pointer("read", 0, bob.signer, told.ctx(bob))).toThrow("E_RANGE");
  });
});
