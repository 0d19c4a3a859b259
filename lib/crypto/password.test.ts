import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { generatePassphrase, passphraseBits } from "./passphrase";
import { checkPassword, normalizePassword } from "./password";
import { random } from "./primitives";
import { words } from "./words";

describe("the rule for passwords", () => {
  it.each(["short", "elevenchars", "aB3xK9pQ2m"])("wants twelve characters: %s", (password) => {
    expect(checkPassword(password).reasons).toContain("short");
    expect(checkPassword(password).ok).toBe(false);
  });
  it("counts characters after NFKC, not bytes or code units", () => {
    expect(checkPassword("😀🦊🌲🔥🎲🚲🧭🪁🦉").reasons).toContain("short");
    expect(checkPassword("😀🦊🌲🔥🎲🚲🧭🪁🦉🎻🧊🪴").reasons).toEqual([]);
    expect(checkPassword(`xk7!${"e\u0301".repeat(7)}`).reasons).toContain("short");
  });
  it.each([
    "aaaaaaaaaaaa",
    "abababababababab",
    "correctcorrect",
    "abcdefghijklmnop",
    "123456789012345",
    "password1234",
    "Password1234!",
    "qwertyuiop123",
    "Summer2024!!",
    "letmeinplease",
    "------------------",
    "iloveyou1999",
  ])("refuses what is guessed first: %s", (password) => {
    const { ok, bits, reasons } = checkPassword(password);
    expect({ ok, reasons }).toEqual({ ok: false, reasons: ["guessable"] });
    expect(bits).toBeLessThan(40);
  });
  it.each(["correct horse battery staple", "aB3xK9pQ2mZ7", "k3j9xqzm2p4v", "Ärger über öde Äpfel", "тихий лес и река"])(
    "accepts: %s",
    (password) => expect(checkPassword(password)).toMatchObject({ ok: true, reasons: [] }),
  );
  it("names both reasons", () => {
    expect(checkPassword("password")).toEqual({ ok: false, bits: 4, reasons: ["short", "guessable"] });
    expect(checkPassword("")).toEqual({ ok: false, bits: 0, reasons: ["short", "guessable"] });
  });
  it("states what its parts are worth", () => {
    const bitsOf = (password: string) => checkPassword(password).bits;
    expect(bitsOf("acorn")).toBe(11);
    expect(bitsOf("Acorn")).toBe(12);
    expect(bitsOf("passwort")).toBe(4);
    expect(bitsOf("acorn-acorn")).toBe(27);
    expect(bitsOf("acorn-balcon-")).toBe(33);
    expect(bitsOf("oval")).toBe(11);
    expect(bitsOf("air")).toBe(15);
    expect(bitsOf("message")).toBe(4);
    expect(bitsOf("acorn-acorn-acorn")).toBe(39);
    expect(bitsOf("xmktK")).toBe(19);
    expect(bitsOf("}")).toBe(5);
    expect(bitsOf("x")).toBe(5);
    expect(bitsOf("xm")).toBe(10);
    expect(bitsOf("xmkt")).toBe(14);
    expect(bitsOf("XMKT")).toBe(14);
    expect(bitsOf("xmKT")).toBe(20);
    expect(bitsOf("xy")).toBe(6);
    expect(bitsOf("yx")).toBe(6);
    expect(bitsOf("xz")).toBe(10);
    expect(bitsOf("7")).toBe(3);
    expect(bitsOf("734")).toBe(7);
    expect(bitsOf("ж")).toBe(3);
    expect(bitsOf("!")).toBe(5);
    expect(bitsOf("!x!")).toBe(11);
    expect(bitsOf("!x?")).toBe(15);
    expect(bitsOf("x7x7x7")).toBe(8);
    expect(bitsOf("x7x7x7x")).toBe(29);
  });
  it("draws the line at forty bits", () => {
    expect(checkPassword("acorn-acorn-acorn")).toEqual({ ok: false, bits: 39, reasons: ["guessable"] });
    expect(checkPassword("Acorn-acorn-acorn")).toEqual({ ok: true, bits: 40, reasons: [] });
  });
  it("judges the first 128 code units, at once however long", () => {
    const long = `${"x7!Kq".repeat(2)}-${"nml".repeat(20_000)}`;
    const start = performance.now();
    expect(checkPassword(long).bits).toBe(checkPassword(long.slice(0, 128)).bits);
    expect(performance.now() - start).toBeLessThan(200);
  });
  it("gives whole bits for anything, and is content exactly without reasons", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 60 }), (password) => {
        const { bits, ok, reasons } = checkPassword(password);
        expect(bits).toBeGreaterThanOrEqual(0);
        expect(Number.isInteger(bits)).toBe(true);
        expect(ok).toBe(reasons.length === 0);
      }),
      { numRuns: 200 },
    );
  });
  it("has one normal form", () => {
    expect(normalizePassword("ﬁne Å")).toBe("fine Å");
    expect(normalizePassword(" A ")).toBe(" A ");
  });
});

describe("generated passphrases", () => {
  it("are five words of the list, drawn evenly by 16-bit numbers", () => {
    const source = () => Uint8Array.of(0, 0, 0, 1, 7, 255, 8, 0, 255, 255);
    expect(generatePassphrase(source)).toBe([0, 1, 2047, 0, 2047].map((i) => words[i]).join("-"));
    expect(passphraseBits).toBe(55);
  });
  it("differ, and pass the rule", () => {
    const passphrases = Array.from({ length: 200 }, () => generatePassphrase());
    expect(new Set(passphrases).size).toBe(200);
    for (const passphrase of passphrases) {
      expect(passphrase.split("-")).toHaveLength(5);
      expect(checkPassword(passphrase).ok).toBe(true);
    }
  });
  it("ask for ten bytes", () => {
    const asked: number[] = [];
    generatePassphrase((length) => {
      asked.push(length);
      return random(length);
    });
    expect(asked).toEqual([10]);
  });
});

describe("the word list", () => {
  it("has 2048 different short lower-case words, ascending", () => {
    expect(words).toHaveLength(2048);
    expect(new Set(words).size).toBe(2048);
    expect(words.filter((word) => !/^[a-z]{3,6}$/.test(word))).toEqual([]);
    expect(words.toSorted()).toEqual(words);
  });
});
