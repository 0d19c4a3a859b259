/** Owns what the embedded Auth server gets wrong, mended from outside: who has an account stays hidden, bans count, passwords are changed by who has just signed in. */
import { randomBytes, randomInt } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { decodeJwt } from "jose";
import type pg from "pg";
import type { Lite } from "./lite.mts";

export interface AuthCall {
  /** After `/auth/v1/`, without the query. */
  action: string;
  method: string;
  query: URLSearchParams;
  /** The JSON body; empty when there is none. */
  body: Record<string, unknown>;
  /** The caller's token, unchecked; null: none. */
  token: string | null;
  /** Asks the Auth server, with the same body or another one. */
  forward(body?: Record<string, unknown>): Promise<Response>;
}

export interface AuthRepairs {
  answer(call: AuthCall): Promise<Response>;
}

/** Answers that depend on whether there is an account come after a multiple of this, so that time does not tell. */
const evenMs = 300;
/** Making an account crosses a border of 300 ms on a busy machine more often than finding one; it waits for wider ones. */
const evenSignUpMs = 900;
/** What is left of a difference after such a wait is about a millisecond, and lost in this. */
const blurMs = 60;

export function createAuthRepairs(o: { pool: pg.Pool; lite: Lite; siteUrl: string }): AuthRepairs {
  const evenly = async (
    work: Promise<Response>,
    stepMs = evenMs,
    tells: (answer: Response) => boolean = () => true,
  ): Promise<Response> => {
    const started = performance.now();
    const answer = await work;
    if (tells(answer)) await delay(stepMs - ((performance.now() - started) % stepMs) + randomInt(blurMs));
    return answer;
  };

  /** The cost of hashing one password, for an answer that had none to hash: on a busy machine it would be the quicker one. */
  const hashNothing = (password: unknown) =>
    o.pool.query("select extensions.crypt($1, extensions.gen_salt('bf', 10))", [String(password)]);

  /** A new code for an account that is not yet confirmed, and optionally the password of the newest sign-up. */
  async function confirmAgain(email: string, password?: string): Promise<void> {
    const code = randomInt(1_000_000).toString().padStart(6, "0");
    const { rows } = await o.pool.query<{ email: string; token: string }>(
      `update auth.users set
         confirmation_token = encode(sha256(convert_to(email || $2, 'UTF8')), 'hex'), confirmation_sent_at = now(),
         encrypted_password = coalesce(extensions.crypt($3, extensions.gen_salt('bf', 10)), encrypted_password)
       where email = lower($1) and email_confirmed_at is null and deleted_at is null
       returning email, confirmation_token as token`,
      [email, code, password ?? null],
    );
    const [account] = rows;
    if (!account && password !== undefined) await hashNothing(password);
    if (!account) return;
    const values: Record<string, string> = {
      SiteURL: o.siteUrl,
      Token: code,
      TokenHash: account.token,
      Email: account.email,
    };
    await o.lite.sendConfirmation(account.email, values);
  }

  /** A known address gets the answer of an unknown one; the mail goes out only while the account is unconfirmed. */
  async function signUp(call: AuthCall): Promise<Response> {
    const idOfNobody = timeOrderedId(Date.now());
    const first = await call.forward();
    if (!first.ok && first.status !== 429) return first;
    const { email, password, data } = call.body;
    if (!first.ok) await confirmAgain(String(email), String(password));
    const { id } = first.ok ? ((await first.json()) as { id: string }) : { id: idOfNobody };
    return json(200, newUserAnswer(id, String(email).toLowerCase(), isRecord(data) ? data : {}));
  }

  async function resend(call: AuthCall): Promise<Response> {
    if (call.body["type"] === "signup" && typeof call.body["email"] === "string")
      await confirmAgain(call.body["email"]);
    else await call.forward();
    return json(200, {});
  }

  /** Whatever the Auth server says about the address, the caller hears the same. Malformed addresses are still refused. */
  async function silently(call: AuthCall, body = call.body): Promise<Response> {
    const answer = await call.forward(body);
    return answer.status === 400 ? answer : json(200, {});
  }

  /** "Not confirmed" is told only to who knows the password. */
  async function signIn(call: AuthCall): Promise<Response> {
    const answer = await call.forward();
    if (answer.ok) return unlessBanned(answer);
    const { error_code: code } = (await answer.clone().json()) as { error_code?: string };
    if (code !== "email_not_confirmed") {
      const known = await o.pool.query("select from auth.users where email = lower($1)", [String(call.body["email"])]);
      if (known.rows.length === 0) await hashNothing(call.body["password"]);
      return answer;
    }
    const { rows } = await o.pool.query<{ right: boolean }>(
      // pgcrypto knows bcrypt's older name $2a$ only; for passwords below 72 bytes the two are the same.
      `select extensions.crypt($2, salt) = salt as right
       from (select replace(encrypted_password, '$2b$', '$2a$') as salt from auth.users where email = lower($1)) as account`,
      [String(call.body["email"]), String(call.body["password"])],
    );
    if (rows[0]?.right) return answer;
    return json(400, { code: 400, error_code: "invalid_credentials", msg: "Invalid login credentials" });
  }

  async function unlessBanned(answer: Response): Promise<Response> {
    if (!answer.ok) return answer;
    const text = await answer.text();
    const { id, user } = JSON.parse(text) as { id?: string; user?: { id: string } };
    const { rows } = await o.pool.query<{ banned: boolean }>(
      "select banned_until > now() as banned from auth.users where id = $1",
      [user?.id ?? id],
    );
    if (rows[0]?.banned) return json(403, { code: 403, error_code: "user_banned", msg: "User is banned" });
    return new Response(text, { status: answer.status, headers: answer.headers });
  }

  /** A new password is for a session of the last hour: neither a stolen one nor an open page takes a login over. */
  async function changeUser(call: AuthCall): Promise<Response> {
    if (call.body["password"] === undefined) return call.forward();
    // Forged claims make no difference: the Auth server, which is asked next, checks the token.
    const { rows } = await o.pool.query(
      "select from auth.sessions where id::text = $1 and created_at > now() - interval '1 hour'",
      [sessionOf(call.token)],
    );
    if (rows.length > 0) return call.forward();
    const msg = "Password update requires reauthentication";
    return json(400, { code: 400, error_code: "reauthentication_needed", msg });
  }

  return {
    async answer(call) {
      switch (call.action) {
        case "signup":
          return evenly(signUp(call), evenSignUpMs);
        case "otp":
          return evenly(silently(call, { ...call.body, create_user: false }));
        case "recover":
          return evenly(silently(call));
        case "resend":
          return evenly(resend(call));
        case "token": {
          if (call.query.get("grant_type") !== "password") return unlessBanned(await call.forward());
          return evenly(signIn(call), evenMs, ({ ok }) => !ok);
        }
        case "verify":
          return unlessBanned(await call.forward());
        case "user":
          return call.method === "GET" ? unlessBanned(await call.forward()) : changeUser(call);
        default:
          return call.forward();
      }
    },
  };
}

/** The answer to every sign-up; all its times are that of the id, which belongs to nobody when the address was known. */
function newUserAnswer(id: string, email: string, metadata: Record<string, unknown>): unknown {
  const millis = Number.parseInt(id.replace("-", "").slice(0, 12), 16);
  const now = new Date(millis).toISOString();
  const identityData = { ...metadata, email, email_verified: false, phone_verified: false, sub: id };
  return {
    id,
    aud: "authenticated",
    role: "authenticated",
    email,
    phone: "",
    confirmation_sent_at: now,
    app_metadata: { provider: "email", providers: ["email"] },
    user_metadata: identityData,
    identities: [
      {
        identity_id: timeOrderedId(millis),
        id,
        user_id: id,
        identity_data: identityData,
        provider: "email",
        last_sign_in_at: now,
        created_at: now,
        updated_at: now,
        email,
      },
    ],
    created_at: now,
    updated_at: now,
    is_anonymous: false,
  };
}

/** A UUID of version 7, as the Auth server makes them. */
function timeOrderedId(millis: number): string {
  const hex = millis.toString(16).padStart(12, "0") + randomBytes(10).toString("hex");
  const variant = "89ab"[randomInt(4)];
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-7${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}`;
}

/** The session that a token claims to be of. */
function sessionOf(token: string | null): string | null {
  try {
    const id = decodeJwt(token ?? "")["session_id"];
    return typeof id === "string" ? id : null;
  } catch {
    return null;
  }
}

function json(status: number, body: unknown): Response {
  return Response.json(body, { status });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
