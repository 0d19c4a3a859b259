import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Bytes, concat, toHex, utf8 } from "@/lib/base/bytes";
import { codeOf, protocolCodes } from "@/lib/base/errors";
import { encodeMessageHeader, headerSize, parseMessageHeader } from "@/lib/protocol/message-header";
import {
  chainStart,
  type MessageEnvelope,
  messageHash,
  messageKey,
  openContent,
  openMessage,
  sealMessage,
} from "./message";
import { pad } from "./padding";
import { D, hkdfExpand, secretbox, sha256, sign } from "./primitives";
import { flipped, idOf, Person, seeded } from "./world.fixture";

const alice = new Person("alice");
const bob = new Person("bob");
const conv = idOf("conversation");
const chainId = idOf("chain");
const place = { conv, epoch: 3, commitHash: sha256(utf8("commit")) };
const msgKey = seeded("K_msg")(32);
const senderKey = (userId: Bytes) =>
  [alice, bob].find((person) => toHex(person.userId) === toHex(userId))?.statement.edPk;

function seal(body: Uint8Array, name = "message", sender = alice) {
  return sealMessage(
    {
      ...place,
      msgId: idOf(name),
      sender: sender.userId,
      chainId,
      counter: 0,
      previous: chainStart(conv, chainId),
      seenSeq: 7,
      seenTranscript: sha256(utf8("T")),
    },
    msgKey,
    body,
    sender.signer.edSeed,
    seeded(name),
  );
}

const open = (envelope: MessageEnvelope, key = msgKey) => openMessage(place, envelope, senderKey, key);
const sealed = seal(utf8("a body"));

/** The same message with other plaintext bytes in its box, everything around it consistent and signed by its sender. */
function withPadded(padded: Bytes): MessageEnvelope {
  const header = parseMessageHeader(sealed.hdr);
  const ct = secretbox(padded, hkdfExpand(sealed.mok, D("msg/nonce"), 24), hkdfExpand(sealed.mok, D("msg/enc"), 32));
  const hdr = encodeMessageHeader({ ...header, ctLength: ct.length, ctHash: sha256(ct) });
  return { hdr, sig: sign("msg-sig", hdr, alice.signer.edSeed), ct };
}

describe("messages", () => {
  it("PT-1: open to what was sealed, at every size", { timeout: 120_000 }, () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 65_532, size: "max" }), (bytes) => {
        const body = concat(bytes);
        const opened = open(seal(body));
        expect(toHex(opened.body)).toBe(toHex(body));
      }),
      { numRuns: 10 },
    );
    for (const length of [0, 65_532]) expect(open(seal(new Uint8Array(length))).body.length).toBe(length);
    expect(() => seal(new Uint8Array(65_533))).toThrow("E_TOO_BIG");
  });

  it("have the smallest envelope of 620 bytes, and a hash that no signature enters", () => {
    expect(sealed.hdr.length + sealed.sig.length + sealed.ct.length).toBe(620);
    expect(toHex(messageHash(sealed.hdr))).toBe(toHex(sealed.hash));
    expect(toHex(open(sealed).hash)).toBe(toHex(sealed.hash));
    expect(toHex(open(sealed).mok)).toBe(toHex(sealed.mok));
  });

  it("S01, PT-2: every flipped byte of the header is a typed error", () => {
    const codes = Array.from({ length: headerSize }, (_, at) => {
      try {
        open({ ...sealed, hdr: flipped(sealed.hdr, at) });
        return "opened";
      } catch (thrown) {
        return codeOf(thrown);
      }
    });
    const expected = (from: number, to: number, code: string) => {
      expect(codes.slice(from, to), `bytes ${from} to ${to}`).toEqual(Array.from({ length: to - from }, () => code));
    };
    expected(0, 5, "E_FORMAT");
    // With the lowest bit of the flags it is another signed word: the author leaves.
    expect(codes[5]).toBe("E_SIG");
    expected(6, 8, "E_FORMAT");
    expected(8, 24, "E_CONTEXT");
    expected(24, 40, "E_SIG");
    expected(40, 76, "E_EPOCH");
    expected(76, 92, "E_SENDER");
    expected(92, 144, "E_SIG");
    // The highest byte of a position leaves the range of integers.
    expect(codes[144]).toBe("E_RANGE");
    expected(145, 248, "E_SIG");
    expected(248, 252, "E_FORMAT");
    expected(252, 284, "E_SIG");
  });

  it("S01: flipped bytes of signature and ciphertext are typed errors", () => {
    for (let at = 0; at < 64; at += 3) expect(() => open({ ...sealed, sig: flipped(sealed.sig, at) })).toThrow("E_SIG");
    for (let at = 0; at < sealed.ct.length; at += 7) {
      expect(() => open({ ...sealed, ct: flipped(sealed.ct, at) })).toThrow("E_CTHASH");
    }
    expect(() => open({ ...sealed, ct: sealed.ct.slice(1) })).toThrow("E_CTHASH");
    expect(() => open({ ...sealed, ct: concat(sealed.ct, Uint8Array.of(0)) })).toThrow("E_CTHASH");
    expect(() => open({ ...sealed, sig: sealed.sig.slice(1) })).toThrow("E_SIG");
    expect(() => open({ ...sealed, sig: new Uint8Array(0) })).toThrow("E_SIG");
  });

  it("PT-2: a random bit changed anywhere is a typed error", () => {
    const parts = fc.constantFrom("hdr", "sig", "ct");
    fc.assert(
      fc.property(parts, fc.nat(), fc.nat(7), (part, position, bit) => {
        const bytes = sealed[part as "hdr" | "sig" | "ct"];
        const damaged = { ...sealed, [part]: flipped(bytes, position % bytes.length, 1 << bit) };
        try {
          open(damaged);
          expect.unreachable("opened");
        } catch (thrown) {
          expect(protocolCodes).toContain(codeOf(thrown));
        }
      }),
      { numRuns: 150 },
    );
  });

  it("S11: the S + L variant of a signature is E_SIG, and the message hash does not change", () => {
    const order = 2n ** 252n + 27742317777372353535851937790883648493n;
    const sig = sealed.sig.slice();
    let s = 0n;
    for (let i = 63; i >= 32; i--) s = (s << 8n) | BigInt(sig[i]!);
    s += order;
    for (let i = 32; i < 64; i++, s >>= 8n) sig[i] = Number(s & 255n);
    expect(() => open({ ...sealed, sig })).toThrow("E_SIG");
    expect(toHex(messageHash(sealed.hdr))).toBe(toHex(sealed.hash));
  });

  it("belong to their sender, conversation and epoch", () => {
    const header = parseMessageHeader(sealed.hdr);
    const fromBob = encodeMessageHeader({ ...header, sender: bob.userId });
    expect(() => open({ ...sealed, hdr: fromBob })).toThrow("E_SIG");
    expect(() => openMessage({ ...place, conv: idOf("other") }, sealed, senderKey, msgKey)).toThrow("E_CONTEXT");
    expect(() => openMessage({ ...place, epoch: 4 }, sealed, senderKey, msgKey)).toThrow("E_EPOCH");
    expect(() => openMessage({ ...place, commitHash: sha256(utf8("x")) }, sealed, senderKey, msgKey)).toThrow(
      "E_EPOCH",
    );
    expect(() => openMessage(place, sealed, () => undefined, msgKey)).toThrow("E_SENDER");
    expect(() => open(sealed, seeded("other")(32))).toThrow("E_OPEN");
  });

  it("M01: another member who signs the same ciphertext as own does not make it open", () => {
    const hdr = encodeMessageHeader({ ...parseMessageHeader(sealed.hdr), sender: bob.userId });
    expect(() => open({ hdr, sig: sign("msg-sig", hdr, bob.signer.edSeed), ct: sealed.ct })).toThrow("E_OPEN");
  });

  it("M04: a sender who signs a wrong commitment is not displayed", () => {
    const hdr = encodeMessageHeader({ ...parseMessageHeader(sealed.hdr), com: seeded("com")(32) });
    expect(() => open({ ...sealed, hdr, sig: sign("msg-sig", hdr, alice.signer.edSeed) })).toThrow("E_FRANK");
    const other = withPadded(pad(utf8("b body")));
    expect(() => open(other)).toThrow("E_FRANK");
  });

  it("refuse padding that is not minimal, not zero, or shorter than the body it claims", () => {
    const body = utf8("a body");
    expect(toHex(open(withPadded(pad(body))).body)).toBe(toHex(body));
    expect(() => open(withPadded(concat(pad(body), new Uint8Array(256))))).toThrow("E_PAD");
    expect(() => open(withPadded(flipped(pad(body), 255)))).toThrow("E_PAD");
    expect(() => open(withPadded(flipped(pad(body), 0)))).toThrow("E_PAD");
  });

  it("PT-5: the opening key of one message opens no other", () => {
    const messages = ["one", "two", "three", "four"].map((name) => seal(utf8(name), name));
    for (const [i, { mok }] of messages.entries()) {
      for (const [j, { hdr, ct }] of messages.entries()) {
        const attempt = () => openContent(parseMessageHeader(hdr), hdr, ct, mok);
        if (i === j) expect(attempt().length).toBeGreaterThan(0);
        else expect(attempt).toThrow("E_OPEN");
      }
    }
    expect(toHex(messageKey(msgKey, messages[0]!.hdr))).toBe(toHex(messages[0]!.mok));
  });

  it("PT-6: sealing the same twice repeats neither salt nor ciphertext", () => {
    const prefix = parseMessageHeader(sealed.hdr);
    const all = Array.from({ length: 25 }, () => sealMessage(prefix, msgKey, utf8("same"), alice.signer.edSeed));
    expect(new Set(all.map(({ hdr }) => toHex(parseMessageHeader(hdr).salt))).size).toBe(25);
    expect(new Set(all.map(({ ct }) => toHex(ct))).size).toBe(25);
  });
});
