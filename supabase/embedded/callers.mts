/** Owns who calls the short way to functions: keys and tokens of this project, nobody else's. */
import { jwtVerify } from "jose";

/** What the database is told about a caller. */
export interface Caller {
  role: "anon" | "authenticated" | "service_role";
  /** User id; empty for keys. */
  subject: string;
  /** JSON of the token's claims. */
  claims: string;
  /** Milliseconds since 1970. */
  expiresAt: number;
}

export interface Keys {
  jwtSecret: string;
  publishableKey: string;
  secretKey: string;
}

const rememberedTokens = 10_000;

/** A function that names the caller of a request, or null when its token is not one this project issued to a person. */
export function createCallers(keys: Keys): (apikey: unknown, authorization: unknown) => Promise<Caller | null> {
  const secret = new TextEncoder().encode(keys.jwtSecret);
  const known = new Map<string, Caller>();
  return async (apikey, authorization) => {
    const bearer = typeof authorization === "string" ? /^Bearer (.+)$/i.exec(authorization)?.[1] : undefined;
    const token = bearer ?? apikey;
    if (typeof token !== "string" || typeof apikey !== "string") return null;
    if (token === apikey) {
      const role = apikey === keys.secretKey ? "service_role" : apikey === keys.publishableKey ? "anon" : null;
      return role && { role, subject: "", claims: JSON.stringify({ role }), expiresAt: Infinity };
    }
    const seen = known.get(token);
    if (seen && seen.expiresAt > Date.now()) return seen;
    known.delete(token);
    try {
      const { payload } = await jwtVerify(token, secret, { algorithms: ["HS256"] });
      const { role, sub, exp } = payload;
      if (role !== "authenticated" || !sub || !exp) return null;
      const caller: Caller = { role, subject: sub, claims: JSON.stringify(payload), expiresAt: exp * 1000 };
      if (known.size >= rememberedTokens) known.clear();
      known.set(token, caller);
      return caller;
    } catch {
      return null;
    }
  };
}
