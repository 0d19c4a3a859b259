import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { concat, fromBase64Url, toBase64Url, utf8 } from "@/lib/base/bytes";
import { codeWhen, flipBit } from "./code-when";
import { createDeviceLink, openDeviceReply, readDeviceLink, sealDeviceReply } from "./device-link";
import { H, pkseal, random, xPublicKey } from "./primitives";

const { link, secret, text } = createDeviceLink();
const context = { linkId: link.linkId, userId: random(16), statementHash: random(32) };
const amk = random(32);
const reply = sealDeviceReply(link.ephemeralPk, context, amk);

const textOf = (bytes: Uint8Array) => `ecl1:${toBase64Url(bytes)}`;
const payload = fromBase64Url(text.slice(5));

describe("the text of a device link", () => {
  it("is read back", () => {
    expect(text).toMatch(/^ecl1:[A-Za-z0-9_-]{70}$/);
    expect(readDeviceLink(text)).toEqual(link);
    expect(link.ephemeralPk).toEqual(xPublicKey(secret));
  });
  it("has the layout of the protocol", () => {
    const check = H("device-link-check", link.linkId, link.ephemeralPk).subarray(0, 4);
    expect(payload).toEqual(concat(link.linkId, link.ephemeralPk, check));
  });
  it("A03: is refused with any bit changed", () => {
    for (let bit = 0; bit < payload.length * 8; bit++) {
      expect(codeWhen(() => readDeviceLink(textOf(flipBit(payload, bit))))).toBe("E_FORMAT");
    }
  });
  it("is refused in another scheme or length", () => {
    const wrong = ["", "ecl1:", text.slice(1), text.replace("ecl1", "ecl2"), `x${text}`, `${text} `, `${text}AA`];
    const lengths = [payload.subarray(0, 51), concat(payload, Uint8Array.of(0))].map(textOf);
    for (const other of [...wrong, ...lengths]) expect(codeWhen(() => readDeviceLink(other))).toBe("E_FORMAT");
  });
  it("is refused with a key of low order, though its check bytes are right", () => {
    const low = new Uint8Array(32);
    const check = H("device-link-check", link.linkId, low).subarray(0, 4);
    expect(codeWhen(() => readDeviceLink(textOf(concat(link.linkId, low, check))))).toBe("E_LOW_ORDER");
  });
  it("PT-3: any text raises only typed errors", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 100 }), (rest) => {
        expect(codeWhen(() => readDeviceLink(`ecl1:${rest}`))).toBe("E_FORMAT");
      }),
      { numRuns: 1000 },
    );
  });
});

describe("the reply to a device link", () => {
  it("carries the account master key to whoever holds the link's secret", () => {
    expect(reply.length).toBe(85);
    expect(openDeviceReply(secret, context, reply)).toEqual(amk);
  });
  it("is sealed under the protocol's context: user, link, statement", () => {
    const ctx = concat(context.userId, context.linkId, context.statementHash);
    expect(openDeviceReply(secret, context, pkseal("device-link", ctx, link.ephemeralPk, amk))).toEqual(amk);
  });
  it("A03: opens for no other secret, user, link or statement", () => {
    expect(codeWhen(() => openDeviceReply(random(32), context, reply))).toBe("E_OPEN");
    for (const change of [{ userId: random(16) }, { linkId: random(16) }, { statementHash: random(32) }]) {
      expect(codeWhen(() => openDeviceReply(secret, { ...context, ...change }, reply))).toBe("E_OPEN");
    }
  });
  it("refuses contexts and keys of a wrong size", () => {
    for (const change of [{ userId: random(15) }, { linkId: random(17) }, { statementHash: random(31) }]) {
      expect(codeWhen(() => openDeviceReply(secret, { ...context, ...change }, reply))).toBe("E_FORMAT");
      expect(codeWhen(() => sealDeviceReply(link.ephemeralPk, { ...context, ...change }, amk))).toBe("E_FORMAT");
    }
    expect(codeWhen(() => sealDeviceReply(link.ephemeralPk, context, random(31)))).toBe("E_KEY");
    expect(codeWhen(() => sealDeviceReply(new Uint8Array(32), context, amk))).toBe("E_LOW_ORDER");
    const ctx = concat(context.userId, context.linkId, context.statementHash);
    const short = pkseal("device-link", ctx, link.ephemeralPk, utf8("short"));
    expect(codeWhen(() => openDeviceReply(secret, context, short))).toBe("E_KEY");
  });
  it("takes its randomness in order: id and secret for the link, one secret for the reply", () => {
    const asked: number[] = [];
    const noting = (length: number) => {
      asked.push(length);
      return random(length);
    };
    createDeviceLink(noting);
    sealDeviceReply(link.ephemeralPk, context, amk, noting);
    expect(asked).toEqual([16, 32, 32]);
  });
});
