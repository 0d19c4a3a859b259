import { describe, expect, it } from "vitest";
import { usePassphrase } from "@/lib/session/use-passphrase";
import { isLongEnough, judgePassword } from "./password-strength";

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
    const suggest = usePassphrase();
    for (let run = 0; run < 50; run++) expect(judgePassword(await suggest())).toMatch(/good|strong/);
  });
});
