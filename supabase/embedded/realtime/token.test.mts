import { SignJWT } from "jose";
import { describe, expect, it } from "vitest";
import { createTokens } from "./token.mts";

const jwtSecret = "a secret for tests that is long enough for HS256";
const tokens = createTokens({ jwtSecret, publishableKey: "sb_publishable_a", secretKey: "sb_secret_b" });
const now = Math.floor(Date.now() / 1000);
const sign = (claims: Record<string, unknown>, secret = jwtSecret) =>
  new SignJWT(claims).setProtectedHeader({ alg: "HS256" }).sign(Buffer.from(secret));

describe("API keys", () => {
  it("are swapped for the role they stand for", async () => {
    expect(await tokens.ofKey("sb_publishable_a")).toMatchObject({ role: "anon" });
    expect(await tokens.ofKey("sb_secret_b")).toMatchObject({ role: "service_role" });
  });

  it("may be JWTs, percent-encoded and broken over lines", async () => {
    const jwt = await sign({ role: "anon", exp: now + 60 });
    expect(await tokens.ofKey(encodeURIComponent(`${jwt.slice(0, 20)}\n ${jwt.slice(20)}`))).toMatchObject({
      role: "anon",
    });
  });
});

describe("a token", () => {
  it.each([
    ["expired", { role: "a", exp: now - 7 }, "InvalidJWTToken", /^Token has expired [789] seconds ago$/],
    ["without role", { exp: now + 9 }, "InvalidJWTToken", /^Fields `role` and `exp` are required in JWT$/],
    ["without exp", { role: "a" }, "InvalidJWTToken", /^Fields `role` and `exp` are required in JWT$/],
    ["with a broken exp", { role: "a", exp: now + 0.5 }, "InvalidJWTToken", /^Token expiration time is invalid$/],
  ])("%s is refused in upstream's words", async (_, claims, code, message) => {
    await expect(tokens.verify(await sign(claims))).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message),
    });
  });

  it("of another secret is refused", async () => {
    const forged = await sign({ role: "service_role", exp: now + 60 }, "another secret, also long enough for HS256");
    await expect(tokens.verify(forged)).rejects.toMatchObject({ code: "JwtSignatureError" });
  });

  it("that signs itself with nothing is refused", async () => {
    const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
    const unsigned = `${part({ alg: "none" })}.${part({ role: "service_role", exp: now + 60 })}.`;
    await expect(tokens.verify(unsigned)).rejects.toThrow(/JWT/);
  });

  it.each(["", "garbage", "a.b.c"])("that is %j is no JWT", async (token) => {
    await expect(tokens.verify(token)).rejects.toMatchObject({
      code: "MalformedJWT",
      message: "The token provided is not a valid JWT",
    });
  });
});
