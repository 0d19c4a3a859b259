import { describe, expect, it } from "vitest";
import { usePassphrase } from "@/lib/session/use-passphrase";
import { judge as check } from "@/lib/session/use-password-check";
import { isLongEnough, strengthOf } from "./password-strength";

const judge = async (password: string, known: readonly string[] = []) => strengthOf(await check(password, known));

describe("the meter", () => {
  it("asks for twelve characters, counted as people see them", async () => {
    expect(await judge("elevenchars")).toBe("none");
    expect(isLongEnough("twelve chars")).toBe(true);
    expect(isLongEnough("😀".repeat(11))).toBe(false);
  });

  it("calls weak exactly what the rule refuses", async () => {
    for (const poor of ["aaaaaaaaaaaaaaaa", "123456789012", "abcdefghijklmnop", "passwordpassword", "qwertyqwerty12"]) {
      expect([poor, (await check(poor, [])).ok, await judge(poor)]).toEqual([poor, false, "weak"]);
    }
    expect(await judge("mira.okafor@example.org")).not.toBe("weak");
  });

  it("does not count what everybody knows of a person", async () => {
    expect(await judge("mira.okafor@example.org", ["Mira Okafor", "mira.okafor@example.org"])).toBe("weak");
  });

  it("calls a suggested passphrase good or better", async () => {
    const suggest = usePassphrase();
    for (let run = 0; run < 50; run++) expect(await judge(await suggest())).toMatch(/good|strong/);
  });
});
