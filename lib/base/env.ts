/** Owns the names and the checks of environment variables: what a browser may know, and the one secret the server needs. */

/** What the browser is told about its deployment. Everything in here is public. */
export interface PublicConfig {
  /** Origin of Auth, REST, Storage and Realtime, without a trailing slash. */
  readonly supabaseUrl: string;
  readonly publishableKey: string;
  /** H("mod-root", root public key), 32 bytes as 64 hex digits: who may appoint moderators. */
  readonly modRoot: string;
  /** Origin of this application, without a trailing slash. */
  readonly appUrl: string;
  /** Page of the mail catcher in development and demos; null in production. */
  readonly mailUrl: string | null;
  /** Where calls take place: an address with {room} in it, which each call fills anew; null: there are no calls. */
  readonly callUrl: string | null;
  /** Days that new conversations keep messages unless something else is chosen; 0: for ever. */
  readonly retentionDays: number;
}

/** Environment as Node gives it. Passed on as a whole and read by computed key, so that no build inlines a value. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Keys and secrets that are printed in public documentation: good on one's own machine, worthless anywhere else. */
const published = [/supabase-demo/, /^super-secret-jwt-token/, /your-|example|changeme|change-me/i, /^(.)\1+$/];

const loopback = /^(localhost|127(\.\d+){3}|\[::1\])$/;

/**
 * The public configuration, from the environment at run time.
 * @throws Error naming the variable that is missing or unfit
 */
export function readPublicConfig(env: Environment = process.env): PublicConfig {
  const appUrl = origin(env, "APP_URL");
  const local = isLocal(appUrl);
  const supabaseUrl = origin(env, "NEXT_PUBLIC_SUPABASE_URL");
  if (!local && !supabaseUrl.startsWith("https:"))
    throw unfit("NEXT_PUBLIC_SUPABASE_URL", "must be https outside this machine");
  const modRoot = required(env, "PARLEY_MOD_ROOT").toLowerCase();
  if (!/^[0-9a-f]{64}$/.test(modRoot)) throw unfit("PARLEY_MOD_ROOT", "must be 64 hex digits");
  if (!local && /^(..)\1+$/.test(modRoot)) throw unfit("PARLEY_MOD_ROOT", "is a placeholder");
  return {
    supabaseUrl,
    publishableKey: key(env, "NEXT_PUBLIC_SUPABASE_PUBLISHABLE_KEY", local),
    modRoot,
    appUrl,
    mailUrl: local ? (env["PARLEY_MAIL_URL"] ?? null) : null,
    callUrl: callAddress(env, local),
    retentionDays: days(env),
  };
}

/**
 * The key that passes by row-level security. Server only.
 * @throws Error if it is missing or, outside this machine, short or published
 */
export function readSecretKey(env: Environment = process.env): string {
  return key(env, "SUPABASE_SECRET_KEY", isLocal(origin(env, "APP_URL")));
}

/** True for addresses of the machine itself, where demo secrets and plain http are fine. */
export function isLocal(url: string): boolean {
  return loopback.test(new URL(url).hostname);
}

function required(env: Environment, name: string): string {
  const value = env[name]?.trim();
  if (!value) throw unfit(name, "is missing");
  return value;
}

function origin(env: Environment, name: string): string {
  const value = required(env, name);
  const url = URL.canParse(value) ? new URL(value) : null;
  if (!url || !/^https?:$/.test(url.protocol) || url.pathname !== "/" || url.search || url.hash || url.username)
    throw unfit(name, "must be an origin such as https://chat.example.org");
  if (name === "APP_URL" && url.protocol === "http:" && !loopback.test(url.hostname))
    throw unfit(name, "must be https outside this machine");
  return url.origin;
}

function days(env: Environment): number {
  const value = env["CHAT_MESSAGE_RETENTION_DAYS"]?.trim() || "365";
  if (!/^\d{1,5}$/.test(value) || Number(value) > 36_500)
    throw unfit("CHAT_MESSAGE_RETENTION_DAYS", "must be a whole number of days up to 36500; 0 keeps messages for ever");
  return Number(value);
}

function callAddress(env: Environment, local: boolean): string | null {
  const value = env["PARLEY_CALL_URL"]?.trim();
  if (!value) return null;
  const example = value.replace("{room}", "room");
  const url = URL.canParse(example) ? new URL(example) : null;
  const safe = url && (url.protocol === "https:" || (local && url.protocol === "http:")) && url.username === "";
  if (!safe || value.split("{room}").length !== 2 || !value.includes(url.host))
    throw unfit("PARLEY_CALL_URL", "must be https and hold {room} once, such as https://meet.example.org/{room}");
  return value;
}

function key(env: Environment, name: string, local: boolean): string {
  const value = required(env, name);
  if (!local && (value.length < 20 || published.some((pattern) => pattern.test(value))))
    throw unfit(name, "is a weak or published value and may not be used outside this machine");
  return value;
}

function unfit(name: string, reason: string): Error {
  return new Error(`Configuration: ${name} ${reason}. See docs/operations.md, "Environment".`);
}
