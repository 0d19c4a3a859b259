/** Owns who a key or token speaks for: swaps `sb_` keys for roles and verifies JWTs, with the texts clients rely on. */
import { createSecretKey } from "node:crypto";
import { compactVerify, errors } from "jose";
import { isRecord } from "./codec.mts";

export interface Claims {
  role: string;
  /** Seconds since 1970. */
  exp: number;
  sub?: unknown;
  [claim: string]: unknown;
}

/** `code` heads the reason of a refused join, `message` is what clients see everywhere else. */
export class TokenError extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

export interface TokenKeys {
  jwtSecret: string;
  publishableKey: string;
  secretKey: string;
}

export interface Tokens {
  /** Claims of an API key: `sb_publishable_…`, `sb_secret_…` or a JWT. @throws TokenError */
  ofKey(key: string): Promise<Claims>;
  /** Claims of a person's JWT. @throws TokenError */
  verify(token: string): Promise<Claims>;
}

const never = 253_402_300_799; // 9999-12-31: an sb_ key does not expire

export function createTokens({ jwtSecret, publishableKey, secretKey }: TokenKeys): Tokens {
  const secret = createSecretKey(Buffer.from(jwtSecret));
  const verify = async (token: string): Promise<Claims> => {
    const claims = await payloadOf(token, secret);
    const { role, exp } = claims;
    if (typeof role !== "string" || role === "" || exp === undefined || exp === null)
      throw new TokenError("InvalidJWTToken", "Fields `role` and `exp` are required in JWT");
    if (!Number.isSafeInteger(exp)) throw new TokenError("InvalidJWTToken", "Token expiration time is invalid");
    const valid = { ...claims, role, exp: exp as number };
    assertNotExpired(valid);
    return valid;
  };
  return {
    verify,
    async ofKey(key) {
      const stripped = decodeURIComponentOrSame(key).replace(/\s/g, "");
      if (stripped === publishableKey) return { role: "anon", exp: never };
      if (stripped === secretKey) return { role: "service_role", exp: never };
      return verify(stripped);
    },
  };
}

/** @throws TokenError `Token has expired N seconds ago` */
export function assertNotExpired({ exp }: Claims): void {
  const age = Math.floor(Date.now() / 1000) - exp;
  if (age >= 0) throw new TokenError("InvalidJWTToken", `Token has expired ${age} seconds ago`);
}

async function payloadOf(token: string, secret: ReturnType<typeof createSecretKey>): Promise<Record<string, unknown>> {
  try {
    const { payload } = await compactVerify(token, secret, { algorithms: ["HS256", "HS384", "HS512"] });
    const claims: unknown = JSON.parse(Buffer.from(payload).toString());
    if (isRecord(claims)) return claims;
  } catch (error) {
    if (error instanceof errors.JWSSignatureVerificationFailed)
      throw new TokenError("JwtSignatureError", "Failed to validate JWT signature");
    if (error instanceof errors.JOSEAlgNotAllowed || error instanceof errors.JOSENotSupported)
      throw new TokenError(
        "JwtSignerError",
        "Failed to generate JWT signer, check your JWT secret or JWKS configuration",
      );
  }
  throw new TokenError("MalformedJWT", "The token provided is not a valid JWT");
}

function decodeURIComponentOrSame(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
