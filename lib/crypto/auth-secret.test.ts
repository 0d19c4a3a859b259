import { describe, expect, it } from "vitest";
import { type Bytes, toHex } from "@/lib/base/bytes";
import { authSecret, normalizeEmail } from "./auth-secret";
import { codeWhenSettled } from "./code-when";
import { H } from "./primitives";

/** A stand-in for the password hash that is quick and depends on secret and salt. */
const quick = async (secret: Bytes, salt: Bytes) => H("test", salt, secret);

describe("the login secret", () => {
  it("is one for all ways to write an address", async () => {
    const expected = await authSecret("alice@example.com", "a password", quick);
    for (const email of [" alice@example.com", "Alice@Example.COM\t", "ａｌｉｃｅ@example.com"]) {
      expect(await authSecret(email, "a password", quick)).toBe(expected);
    }
    expect(expected).toMatch(/^[A-Za-z0-9_-]{43}$/);
  });
  it("is one for all ways to compose a password, but keeps case and blanks", async () => {
    const expected = await authSecret("a@example.com", "caf\u00e9 \u2460", quick);
    expect(await authSecret("a@example.com", "cafe\u0301 1", quick)).toBe(expected);
    expect(await authSecret("a@example.com", "Caf\u00e9 1", quick)).not.toBe(expected);
    expect(await authSecret("a@example.com", "caf\u00e9 1 ", quick)).not.toBe(expected);
  });
  it("differs by address and by password", async () => {
    const secrets = await Promise.all([
      authSecret("a@example.com", "one", quick),
      authSecret("b@example.com", "one", quick),
      authSecret("a@example.com", "two", quick),
    ]);
    expect(new Set(secrets).size).toBe(3);
  });
  it("is not the password's hash: that stays on the client", async () => {
    const hashes: string[] = [];
    const secret = await authSecret("a@example.com", "one", async (input, salt) => {
      const hash = await quick(input, salt);
      hashes.push(toHex(hash));
      return hash;
    });
    expect(hashes).toHaveLength(1);
    expect(
      toHex(Uint8Array.from(atob(secret.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0))),
    ).not.toBe(hashes[0]);
  });
  it("does not exist for an empty password", async () => {
    expect(await codeWhenSettled(authSecret("a@example.com", ""))).toBe("E_INPUT");
  });
  it("lower-cases by code point, not by language", () => {
    expect(normalizeEmail("TITLE@EXAMPLE.COM")).toBe("title@example.com");
    expect(normalizeEmail("\u00a0x@y.z\n")).toBe("x@y.z");
  });
});
