import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Bytes, concat, fromHex, toHex, utf8 } from "@/lib/base/bytes";
import { isErrorCode, codeOf } from "@/lib/base/errors";
import vectors from "@/lib/crypto/vectors/vectors.json";
import { encodeCertificate, parseCertificate } from "./certificate";
import { encodeCommit, findEntry, parseCommit } from "./commit";
import { encodeDisclosures, parseDisclosures } from "./disclosures";
import { encodeMessageHeader, parseMessageHeader } from "./message-header";
import { encodeModeratorList, type ModeratorList, parseModeratorList } from "./moderator-list";
import { encodePointer, parsePointer } from "./pointer";
import { encodeReceipt, parseReceipt } from "./receipt";

const commit = fromHex(vectors.dispute.open.body);
const header = fromHex(vectors.message.hdr);
const pointer = fromHex(vectors.read_pointer.out);
const receipt = fromHex(vectors.receipt.out);
const certificate = fromHex(vectors.moderator.cert);
const disclosures = fromHex(vectors.dispute.open.disclosures);

/** Every framed object: name, a valid example, its parser, and writing back what was read. */
const objects: readonly [string, Bytes, (bytes: Uint8Array) => unknown, (bytes: Uint8Array) => Bytes][] = [
  ["EC01", commit, parseCommit, (bytes) => encodeCommit(parseCommit(bytes))],
  ["EM01", header, parseMessageHeader, (bytes) => encodeMessageHeader(parseMessageHeader(bytes))],
  ["ER01", pointer, parsePointer, (b) => concat(encodePointer(parsePointer(b)), parsePointer(b).signature)],
  ["ET01", receipt, parseReceipt, (b) => concat(encodeReceipt(parseReceipt(b)), parseReceipt(b).signature)],
  [
    "EO01",
    certificate,
    parseCertificate,
    (b) => concat(encodeCertificate(parseCertificate(b)), parseCertificate(b).signature),
  ],
  ["ED01", disclosures, parseDisclosures, (bytes) => encodeDisclosures(parseDisclosures(bytes))],
];

function put(bytes: Bytes, at: number, ...values: number[]): Bytes {
  const copy = bytes.slice();
  copy.set(values, at);
  return copy;
}

describe.each(objects)("%s", (magic, example, parse, rewrite) => {
  it("is read and written back byte for byte", () => {
    expect(toHex(rewrite(example))).toBe(toHex(example));
  });

  it("is refused with another magic, another suite, a byte less or more, or none at all", () => {
    expect(utf8(magic).every((byte, i) => example[i] === byte)).toBe(true);
    for (let at = 0; at < 5; at++) expect(() => parse(put(example, at, example[at]! ^ 0x20))).toThrow("E_FORMAT");
    expect(() => parse(example.slice(0, -1))).toThrow("E_FORMAT");
    expect(() => parse(concat(example, Uint8Array.of(0)))).toThrow("E_FORMAT");
    expect(() => parse(new Uint8Array(0))).toThrow("E_FORMAT");
  });

  it("PT-3: random bytes behind the magic raise nothing but typed errors", () => {
    const random = fc.uint8Array({ minLength: 0, maxLength: example.length + 3 });
    fc.assert(
      fc.property(random, fc.boolean(), (bytes, sameLength) => {
        const rest = sameLength ? concat(bytes, example).slice(0, example.length - 5) : bytes;
        try {
          parse(concat(example.subarray(0, 5), rest));
        } catch (thrown) {
          expect(["E_FORMAT", "E_RANGE", "E_ORDER"]).toContain(codeOf(thrown));
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe("reserved and bounded fields", () => {
  it.each<[string, (bytes: Uint8Array) => unknown, Bytes, string]>([
    ["commit: reason 0", parseCommit, put(commit, 5, 0), "E_FORMAT"],
    ["commit: reason 10", parseCommit, put(commit, 5, 10), "E_FORMAT"],
    ["commit: reserved byte", parseCommit, put(commit, 7, 1), "E_FORMAT"],
    ["commit: policy.type 0", parseCommit, put(commit, 124, 0), "E_FORMAT"],
    ["commit: policy.type 3", parseCommit, put(commit, 124, 3), "E_FORMAT"],
    ["commit: policy.add 3", parseCommit, put(commit, 125, 3), "E_FORMAT"],
    ["commit: history 1", parseCommit, put(commit, 126, 1), "E_FORMAT"],
    ["commit: reserved byte after history", parseCommit, put(commit, 127, 1), "E_FORMAT"],
    ["commit: role 0", parseCommit, put(commit, 342 + 16, 0), "E_FORMAT"],
    ["commit: role 4", parseCommit, put(commit, 342 + 16, 4), "E_FORMAT"],
    ["commit: n too small", parseCommit, put(commit, 340, 0, 2), "E_FORMAT"],
    ["commit: n too large", parseCommit, put(commit, 340, 0, 4), "E_FORMAT"],
    ["commit: no entries", parseCommit, put(commit, 340, 0, 0).slice(0, 342), "E_FORMAT"],
    ["commit: seen_seq above 2^53", parseCommit, put(commit, 60, 0xff), "E_RANGE"],
    ["commit: time above 2^53", parseCommit, put(commit, 116, 0xff), "E_RANGE"],
    ["commit: roster not ascending", parseCommit, put(commit, 342, 0xff), "E_ORDER"],
    ["message: flags", parseMessageHeader, put(header, 5, 2), "E_FORMAT"],
    ["message: reserved byte", parseMessageHeader, put(header, 6, 1), "E_FORMAT"],
    ["message: ciphertext of no bucket", parseMessageHeader, put(header, 251, 0x11), "E_FORMAT"],
    ["message: seen_seq above 2^53", parseMessageHeader, put(header, 144, 0xff), "E_RANGE"],
    ["pointer: reserved byte", parsePointer, put(pointer, 5, 1), "E_FORMAT"],
    ["pointer: position 0", parsePointer, put(pointer, 47, 0), "E_RANGE"],
    ["pointer: time above 2^53", parsePointer, put(pointer, 80, 0xff), "E_RANGE"],
    ["receipt: reserved byte", parseReceipt, put(receipt, 7, 1), "E_FORMAT"],
    ["receipt: time above 2^53", parseReceipt, put(receipt, 64, 0xff), "E_RANGE"],
    ["certificate: role 2", parseCertificate, put(certificate, 5, 2), "E_FORMAT"],
    ["certificate: reserved byte", parseCertificate, put(certificate, 6, 1), "E_FORMAT"],
    ["certificate: not_after above 2^53", parseCertificate, put(certificate, 144, 0xff), "E_RANGE"],
    ["disclosures: reserved byte", parseDisclosures, put(disclosures, 5, 1), "E_FORMAT"],
    ["disclosures: count", parseDisclosures, put(disclosures, 7, 2), "E_FORMAT"],
    ["disclosures: none", parseDisclosures, put(disclosures, 7, 0).slice(0, 24), "E_FORMAT"],
  ])("%s", (_, parse, bytes, code) => {
    expect(() => parse(bytes)).toThrow(code);
  });

  it("a roster with the same user twice is out of order", () => {
    const twice = commit.slice();
    twice.copyWithin(342 + 113, 342, 342 + 16);
    expect(() => parseCommit(twice)).toThrow("E_ORDER");
  });

  it("a certificate of the report team has role 4", () => {
    expect(parseCertificate(put(certificate, 5, 4)).role).toBe(4);
  });

  it("a view pointer has its own magic and the layout of a read pointer", () => {
    const view = put(pointer, 1, "V".charCodeAt(0));
    expect(parsePointer(view)).toEqual({ ...parsePointer(pointer), kind: "view" });
    const { signature, ...signed } = parsePointer(view);
    expect(toHex(concat(encodePointer(signed), signature))).toBe(toHex(view));
  });

  it("256 entries fit a commit, 257 do not", () => {
    const { roster, ...rest } = parseCommit(commit);
    const entries = Array.from({ length: 257 }, (_, i) => {
      return { ...roster[0]!, userId: concat(Uint8Array.of(i >> 8, i & 255), new Uint8Array(14)) };
    });
    const full = encodeCommit({ ...rest, roster: entries.slice(0, 256) });
    expect(full.length).toBe(342 + 113 * 256);
    expect(parseCommit(full).roster.length).toBe(256);
    expect(() => parseCommit(encodeCommit({ ...rest, roster: entries }))).toThrow("E_FORMAT");
    for (const entry of entries) expect(findEntry(entries, entry.userId)).toBe(entry);
    expect(findEntry(entries, new Uint8Array(16).fill(255))).toBeUndefined();
    expect(findEntry([], entries[0]!.userId)).toBeUndefined();
  });
});

describe("moderator list", () => {
  const bytes = (value: number) => new Uint8Array(16).fill(value);
  const list: ModeratorList = {
    v: 1,
    version: 3,
    from: 1000,
    panel: 2,
    moderators: [
      { serial: bytes(9), user: bytes(1), away: false },
      { serial: bytes(8), user: bytes(2), away: true },
    ],
    revoked: [bytes(7)],
  };
  const signed = (value: ModeratorList) => concat(encodeModeratorList(value), new Uint8Array(64).fill(5));

  it("is read back with its exact bytes and signature", () => {
    const read = parseModeratorList(signed(list));
    expect(read.list).toEqual(list);
    expect(toHex(read.json)).toBe(toHex(encodeModeratorList(list)));
    expect(read.signature).toEqual(new Uint8Array(64).fill(5));
  });

  it("has entries in ascending order, a panel of 1 to 3, and nothing unknown", () => {
    expect(() => parseModeratorList(signed({ ...list, moderators: [...list.moderators].reverse() }))).toThrow(
      "E_ORDER",
    );
    expect(() =>
      parseModeratorList(signed({ ...list, moderators: [list.moderators[0]!, list.moderators[0]!] })),
    ).toThrow("E_ORDER");
    expect(() => parseModeratorList(signed({ ...list, panel: 4 }))).toThrow("E_FORMAT");
    expect(() => parseModeratorList(signed({ ...list, panel: 0 }))).toThrow("E_FORMAT");
    expect(() => parseModeratorList(signed({ ...list, moderators: [] }))).toThrow("E_FORMAT");
    const extra: ModeratorList & { extra: number } = { ...list, extra: 1 };
    expect(() => parseModeratorList(signed(extra))).toThrow("E_FORMAT");
    expect(() => parseModeratorList(new Uint8Array(63))).toThrow("E_FORMAT");
    const text = new TextDecoder().decode(encodeModeratorList(list)).replace(/"user":"[^"]*"/, '"user":"AQEB"');
    expect(() => parseModeratorList(concat(utf8(text), new Uint8Array(64)))).toThrow("E_FORMAT");
    expect(isErrorCode("E_ORDER")).toBe(true);
  });
});
