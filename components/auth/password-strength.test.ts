import { describe, expect, it } from "vitest";
import { isLongEnough, judgePassword } from "./password-strength";
import { suggestPassphrase } from "./passphrase";
import { passphraseWords } from "./passphrase-words";

describe("judgePassword", () => {
  it("asks for twelve characters, counted as people see them", () => {
    expect(judgePassword("elevenchars")).toBe("none");
    expect(isLongEnough("twelve chars")).toBe(true);
    expect(isLongEnough("😀".repeat(11))).toBe(false);
  });

  it("is not impressed by repetition, runs and well-known words", () => {
    for (const poor of ["aaaaaaaaaaaaaaaa", "123456789012", "abcdefghijklmnop", "passwordpassword", "qwertyqwerty12"])
      expect(["weak", "fair"], poor).toContain(judgePassword(poor));
  });

  it("does not count what everybody knows of a person", () => {
    expect(judgePassword("mira.okafor@example.org")).not.toBe("weak");
    expect(judgePassword("mira.okafor@example.org", ["Mira Okafor", "mira.okafor@example.org"])).toBe("weak");
  });

  it("calls a suggested passphrase strong", async () => {
    for (let run = 0; run < 50; run++) expect(judgePassword(await suggestPassphrase())).toMatch(/good|strong/);
  });
});

describe("suggestPassphrase", () => {
  it("draws from 1,024 different words, so that every word is equally likely", () => {
    expect(new Set(passphraseWords).size).toBe(1024);
    for (const word of passphraseWords) expect(word).toMatch(/^[a-z]{2,8}$/);
  });

  it("joins five words chosen by the random source and nothing else", async () => {
    const fixed = await suggestPassphrase((numbers) => numbers.fill(1024 * 3 + 7));
    expect(fixed).toBe(Array(5).fill(passphraseWords[7]).join("-"));
  });
});
