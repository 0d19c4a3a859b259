import { describe, expect, it } from "vitest";
import { utf8 } from "@/lib/base/bytes";
import { codeWhen, codeWhenSettled } from "./code-when";
import { argon2id, checkCost, standardCost } from "./kdf";

describe("the cost of a password hash", () => {
  it("is 64 MiB, three passes, one lane for what is new", () => {
    expect(standardCost).toEqual({ mKib: 65_536, t: 3, p: 1 });
    expect(codeWhen(() => checkCost(standardCost))).toBe("none");
  });
  it("is accepted at its bounds", () => {
    for (const mKib of [47_104, 262_144]) {
      for (const t of [1, 10]) expect(codeWhen(() => checkCost({ mKib, t, p: 1 }))).toBe("none");
    }
  });
  it.each([
    { mKib: 1024, t: 3, p: 1 },
    { mKib: 47_103, t: 3, p: 1 },
    { mKib: 262_145, t: 3, p: 1 },
    { mKib: 4 * 1024 * 1024, t: 3, p: 1 },
    { mKib: 65_536, t: 0, p: 1 },
    { mKib: 65_536, t: 11, p: 1 },
    { mKib: 65_536, t: 1000, p: 1 },
    { mKib: 65_536, t: 3, p: 0 },
    { mKib: 65_536, t: 3, p: 2 },
    { mKib: 65_536.5, t: 3, p: 1 },
    { mKib: 65_536, t: 2.5, p: 1 },
    { mKib: Number.NaN, t: 3, p: 1 },
  ])("is refused out of bounds before any work: $mKib KiB, $t passes, $p lanes", async (cost) => {
    expect(codeWhen(() => checkCost(cost))).toBe("E_KDF_PARAMS");
    const start = performance.now();
    expect(await codeWhenSettled(argon2id(utf8("password"), new Uint8Array(16), cost))).toBe("E_KDF_PARAMS");
    expect(performance.now() - start).toBeLessThan(50);
  });
});

describe("argon2id", () => {
  it("refuses an empty secret and a salt that is not 16 bytes", async () => {
    expect(await codeWhenSettled(argon2id(utf8(""), new Uint8Array(16), standardCost))).toBe("E_INPUT");
    expect(await codeWhenSettled(argon2id(utf8("x"), new Uint8Array(15), standardCost))).toBe("E_INPUT");
    expect(await codeWhenSettled(argon2id(utf8("x"), new Uint8Array(17), standardCost))).toBe("E_INPUT");
  });
  it("gives 32 bytes and leaves its input alone", async () => {
    const secret = utf8("x");
    const hash = await argon2id(secret, new Uint8Array(16), { mKib: 47_104, t: 1, p: 1 });
    expect(hash.length).toBe(32);
    expect(secret).toEqual(utf8("x"));
  });
});
