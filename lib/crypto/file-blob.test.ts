import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Bytes, concat, utf8 } from "@/lib/base/bytes";
import { codeWhen, flipBit } from "./code-when";
import { type FileEntry, openFile, sealFile } from "./file-blob";
import { D, H, hkdfExpand, hkdfExtract, random, secretbox, sha256 } from "./primitives";
import { u32, u64, u8 } from "./integers";

const conversation = random(16);
const id = random(16);
const plaintext = random(3000);
const { blob, entry } = sealFile({ conversation, id, plaintext, chunkLog2: 10 });

/** Opens a changed blob whose hash the entry was made to match: what a malicious sender can do. */
const codeOfBlob = (changed: Uint8Array, change: Partial<FileEntry> = {}, where: Bytes = conversation) =>
  codeWhen(() => openFile(changed, where, { ...entry, ciphertextHash: sha256(changed), ...change }));

/** A blob sealed by the text of the protocol over any padded data, as a sender without our rules would. */
function forged(data: Bytes, log2 = 10): { blob: Bytes; secret: Bytes } {
  const [secret, salt] = [random(32), random(32)];
  const header = concat(utf8("EA01"), Uint8Array.of(1, log2, 0, 0), id, u64(data.length));
  const prk = hkdfExtract(salt, secret);
  const context = H("file-ctx", conversation, header);
  const key = hkdfExpand(prk, concat(D("file/enc"), context), 32);
  const prefix = hkdfExpand(prk, concat(D("file/nonce"), context), 19);
  const count = Math.ceil(data.length / 2 ** log2);
  const chunks = Array.from({ length: count }, (_, i) =>
    secretbox(
      data.subarray(i * 2 ** log2, (i + 1) * 2 ** log2),
      concat(prefix, u32(i), u8(i === count - 1 ? 1 : 0)),
      key,
    ),
  );
  return { blob: concat(header, salt, ...chunks), secret };
}
const codeOfForged = (data: Bytes, file: Bytes, change: Partial<FileEntry> = {}) => {
  const made = forged(data);
  const fields = { secret: made.secret, size: file.length, paddedSize: data.length, plaintextHash: sha256(file) };
  return codeOfBlob(made.blob, { ...fields, ...change });
};

describe("a sealed file", () => {
  it("opens as what was sealed, whatever its length", () => {
    for (const length of [0, 1, 2, 1023, 1024, 1025, 2048, 2049, 70_000]) {
      const file = random(length);
      const sealed = sealFile({ conversation, id, plaintext: file, chunkLog2: 10 });
      expect(openFile(sealed.blob, conversation, sealed.entry)).toEqual(file);
      expect(sealed.entry).toMatchObject({ size: length, id });
      expect(sealed.blob.length).toBe(64 + sealed.entry.paddedSize + 16 * Math.ceil(sealed.entry.paddedSize / 1024));
    }
  });
  it("uses chunks of 64 KiB by default, and any size from 1 KiB to 1 MiB", () => {
    const file = random(200_000);
    for (const chunkLog2 of [undefined, 10, 16, 20]) {
      const options = chunkLog2 === undefined ? {} : { chunkLog2 };
      const sealed = sealFile({ conversation, id, plaintext: file, ...options });
      expect(sealed.blob[5]).toBe(chunkLog2 ?? 16);
      expect(openFile(sealed.blob, conversation, sealed.entry)).toEqual(file);
    }
    for (const chunkLog2 of [9, 21, 10.5, Number.NaN]) {
      expect(codeWhen(() => sealFile({ conversation, id, plaintext, chunkLog2 }))).toBe("E_RANGE");
    }
  });
  it("PT-1: opens for random content", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 5000 }), fc.integer({ min: 10, max: 13 }), (content, chunkLog2) => {
        const sealed = sealFile({ conversation, id, plaintext: content, chunkLog2 });
        expect(openFile(sealed.blob, conversation, sealed.entry)).toEqual(new Uint8Array(content));
      }),
      { numRuns: 60 },
    );
  });
  it("PT-6: never repeats secret, salt or ciphertext", () => {
    const again = sealFile({ conversation, id, plaintext, chunkLog2: 10 });
    expect(again.entry.secret).not.toEqual(entry.secret);
    expect(again.blob.subarray(32, 64)).not.toEqual(blob.subarray(32, 64));
    expect(again.blob.subarray(64)).not.toEqual(blob.subarray(64));
  });
  it("belongs to ids of 16 bytes", () => {
    expect(codeWhen(() => sealFile({ conversation: random(15), id, plaintext }))).toBe("E_FORMAT");
    expect(codeWhen(() => sealFile({ conversation, id: random(17), plaintext }))).toBe("E_FORMAT");
  });
});

describe("opening a file", () => {
  it("is E_CTHASH for any change of a blob", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: blob.length * 8 - 1 }), (bit) => {
        expect(codeWhen(() => openFile(flipBit(blob, bit), conversation, entry))).toBe("E_CTHASH");
      }),
      { numRuns: 100 },
    );
    expect(codeWhen(() => openFile(blob, conversation, { ...entry, ciphertextHash: random(32) }))).toBe("E_CTHASH");
    expect(codeWhen(() => openFile(new Uint8Array(0), conversation, entry))).toBe("E_CTHASH");
  });
  it("is E_CHUNK for another conversation or secret", () => {
    expect(codeOfBlob(blob, {}, random(16))).toBe("E_CHUNK");
    expect(codeOfBlob(blob, { secret: random(32) })).toBe("E_CHUNK");
    expect(codeOfBlob(blob, {}, random(15))).toBe("E_FORMAT");
  });
  it("is E_FORMAT for another blob id, in the entry or in the header", () => {
    expect(codeOfBlob(blob, { id: random(16) })).toBe("E_FORMAT");
    expect(codeOfBlob(flipBit(blob, 8 * 8))).toBe("E_FORMAT");
  });
  it("is E_FORMAT for a wrong magic, suite, chunk size, reserved byte or length", () => {
    const set = (at: number, value: number) => Uint8Array.from(blob, (byte, i) => (i === at ? value : byte));
    const wrong = [
      ...[0, 3, 4, 6, 7].map((at) => flipBit(blob, at * 8)),
      ...[0, 9, 11, 16, 21, 255].map((log2) => set(5, log2)),
      ...[30, 31].map((at) => flipBit(blob, at * 8)),
      blob.subarray(0, blob.length - 1),
      concat(blob, Uint8Array.of(0)),
      blob.subarray(0, 64),
      blob.subarray(0, 63),
      blob.subarray(0, 10),
    ];
    for (const changed of wrong) expect(codeOfBlob(changed)).toBe("E_FORMAT");
    expect(codeOfBlob(set(24, 255))).toBe("E_RANGE");
  });
  it("is E_FORMAT for chunks outside 1 KiB to 1 MiB, though all else fits", () => {
    const data = new Uint8Array(1536);
    const codeAt = (log2: number) => {
      const made = forged(data, log2);
      const fields = { size: 1536, paddedSize: 1536, plaintextHash: sha256(data), secret: made.secret };
      return codeOfBlob(made.blob, fields);
    };
    expect([10, 16, 20].map(codeAt)).toEqual(["none", "none", "none"]);
    expect([8, 9, 21, 30].map(codeAt)).toEqual(["E_FORMAT", "E_FORMAT", "E_FORMAT", "E_FORMAT"]);
  });
  it("is E_CHUNK for any changed salt or chunk, and for chunks that change places", () => {
    for (const at of [32, 63, 64, 80, 64 + 1040, blob.length - 1])
      expect(codeOfBlob(flipBit(blob, at * 8))).toBe("E_CHUNK");
    const chunk = (i: number) => blob.subarray(64 + i * 1040, 64 + (i + 1) * 1040);
    expect(codeOfBlob(concat(blob.subarray(0, 64), chunk(1), chunk(0), chunk(2)))).toBe("E_CHUNK");
    expect(codeOfBlob(concat(blob.subarray(0, 64), chunk(0), chunk(0), chunk(2)))).toBe("E_CHUNK");
  });
  it("is E_CHUNK for a blob cut at a chunk, with its length made to match: the last chunk is marked as last", () => {
    const cut = concat(blob.subarray(0, 24), u64(2048), blob.subarray(32, 64 + 2 * 1040));
    expect(codeOfBlob(cut)).toBe("E_CHUNK");
  });
  it("is E_PAD for padding that is too long, too short, not zero, or said differently in the message", () => {
    const file = random(1500);
    const padded = (length: number) => concat(file, new Uint8Array(length - file.length));
    expect(codeOfForged(padded(1536), file)).toBe("none");
    expect(codeOfForged(padded(1600), file)).toBe("E_PAD");
    expect(codeOfForged(file, file)).toBe("E_PAD");
    expect(codeOfForged(flipBit(padded(1536), 1535 * 8), file)).toBe("E_PAD");
    expect(codeOfForged(flipBit(padded(1536), 1500 * 8), file)).toBe("E_PAD");
    expect(codeOfForged(padded(1536), file, { paddedSize: 1535 })).toBe("E_PAD");
    expect(codeOfForged(padded(1536), file, { size: 1400 })).toBe("E_PAD");
    expect(codeOfForged(padded(1536), file, { size: 4000 })).toBe("E_PAD");
    expect(codeOfForged(padded(1536), file, { size: -1 })).toBe("E_RANGE");
  });
  it("is E_PAD for an empty blob: the smallest file has one padded byte", () => {
    expect(codeOfForged(new Uint8Array(0), new Uint8Array(0))).toBe("E_PAD");
    expect(codeOfForged(new Uint8Array(1), new Uint8Array(0))).toBe("none");
  });
  it("is E_PTHASH for another plaintext, also within the same padded length", () => {
    expect(codeWhen(() => openFile(blob, conversation, { ...entry, plaintextHash: random(32) }))).toBe("E_PTHASH");
    const zeros = new Uint8Array(1536);
    expect(codeOfForged(zeros, new Uint8Array(1500), { size: 1501 })).toBe("E_PTHASH");
  });
  it("PT-3: random bytes behind a valid magic raise only typed errors", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (rest) => {
        const code = codeOfBlob(concat(utf8("EA01"), Uint8Array.of(1, 10, 0, 0), id, rest));
        expect(["E_FORMAT", "E_RANGE", "E_CHUNK", "E_PAD"]).toContain(code);
      }),
      { numRuns: 3000 },
    );
  });
});
