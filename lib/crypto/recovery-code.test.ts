import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Bytes, fromHex, toHex } from "@/lib/base/bytes";
import { codeWhen } from "./code-when";
import { random } from "./primitives";
import { decodeRecoveryCode, encodeRecoveryCode } from "./recovery-code";
import vectors from "./vectors/vectors.json";

const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const { code } = vectors.recovery;

describe("the recovery code", () => {
  it("reads what it wrote", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), (bytes) => {
        const text = encodeRecoveryCode(bytes);
        expect(text).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){6}[0-9A-HJKMNP-TV-Z]{4}$/);
        expect(decodeRecoveryCode(text)).toEqual(new Uint8Array(bytes));
      }),
      { numRuns: 300 },
    );
    for (const edge of [new Uint8Array(16), new Uint8Array(16).fill(255)]) {
      expect(decodeRecoveryCode(encodeRecoveryCode(edge))).toEqual(edge);
    }
  });
  it("reads small letters, blanks, other dashes, and letters that look like digits", () => {
    const typed = [
      code.toLowerCase(),
      code.replaceAll("-", ""),
      ` ${code.replaceAll("-", " \u2013 ")}\n`,
      code.replaceAll("0", "O").replaceAll("1", "I"),
      code.replaceAll("0", "o").replaceAll("1", "l"),
      code.replaceAll("1", "L").replaceAll("-", "\u00a0"),
    ];
    for (const text of typed) expect(toHex(decodeRecoveryCode(text))).toBe(vectors.recovery.bytes);
  });
  it("A02: catches 865 of the 868 single wrong characters of the published code, whatever the position", () => {
    const plain = code.replaceAll("-", "");
    const missed: number[] = [];
    for (let at = 0; at < 28; at++) {
      for (const character of alphabet.replace(plain[at] ?? "", "")) {
        const typed = plain.slice(0, at) + character + plain.slice(at + 1);
        const found = codeWhen(() => decodeRecoveryCode(typed));
        if (found === "none") missed.push(at);
        else expect(found).toBe("E_RECOVERY");
      }
    }
    expect(missed).toEqual([0, 0, 5]);
  });
  it("catches single wrong characters of any code but about one in a thousand", () => {
    let missed = 0;
    let tried = 0;
    for (let i = 0; i < 40; i++) {
      const plain = encodeRecoveryCode(random(16)).replaceAll("-", "");
      for (let at = 0; at < 28; at++, tried++) {
        const wrong = alphabet[(alphabet.indexOf(plain[at] ?? "") + 1 + (i % 31)) % 32] ?? "";
        if (codeWhen(() => decodeRecoveryCode(plain.slice(0, at) + wrong + plain.slice(at + 1))) === "none") missed++;
      }
    }
    expect(tried).toBe(1120);
    expect(missed).toBeLessThan(12);
  });
  it.each([
    ["nothing", ""],
    ["a group too few", code.slice(0, -5)],
    ["a character too many", `${code}0`],
    ["a letter that does not exist", code.replace("H", "U")],
    ["a letter that does not exist in place of a zero", encodeRecoveryCode(new Uint8Array(16)).replace("0", "U")],
    ["a sign that does not exist", code.replace("H", "*")],
    ["a letter of another script", code.replace("H", "Н")],
    ["both check characters swapped", code.slice(0, -2) + code.slice(-1) + code.slice(-2, -1)],
  ])("refuses %s", (_name, text) => expect(codeWhen(() => decodeRecoveryCode(text))).toBe("E_RECOVERY"));
  it("refuses padding bits that are not zero, even with right check characters", () => {
    for (const last of ["1", "2", "3"]) {
      const text = encodeRecoveryCode(new Uint8Array(16)).replaceAll("-", "");
      expect(codeWhen(() => decodeRecoveryCode(text.slice(0, 25) + last + text.slice(26)))).toBe("E_RECOVERY");
    }
  });
  it("is made of 16 bytes only", () => {
    for (const bytes of [new Uint8Array(0), new Uint8Array(15), new Uint8Array(17)] satisfies Bytes[]) {
      expect(codeWhen(() => encodeRecoveryCode(bytes))).toBe("E_RECOVERY");
    }
    expect(encodeRecoveryCode(fromHex(vectors.names.recovery))).toBe(code);
  });
});
