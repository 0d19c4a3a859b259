/** Owns what a host platform may do to conversations: open the shell of one, and say how its own thing stands. It never reads or writes what is said in it. */
import "server-only";
import { CodedError } from "@/lib/base/errors";
import { adminSupabase } from "@/lib/supabase/admin";
import { call } from "@/lib/supabase/rpc";
import {
  type ChangedContext,
  changedContextSchema,
  type ContextChange,
  type CreatedContext,
  createdContextSchema,
  type NewContext,
} from "./schema";

/** A platform's key: `pk_` and 32 random bytes in base64url. */
const keyForm = /^pk_[A-Za-z0-9_-]{43}$/;

/**
 * Opens the conversation of a platform's transaction, post, course …, or finds it again.
 * @param key the platform's key; the database compares its SHA-256, so that a copy of the database is no key ring
 * @throws CodedError E_AUTH (key), E_INPUT, E_NOT_FOUND (a party), E_CONFLICT (same id, other parties), E_RATE
 */
export async function createContext(key: string, context: NewContext): Promise<CreatedContext> {
  const key_hash = await checkedHash(key);
  const { kind, externalId, title, parties } = context;
  const created = await call(
    adminSupabase(),
    "host_create_context",
    { key_hash, kind, external_id: externalId, title, parties },
    createdContextSchema,
  );
  return { ...created, parties: created.parties.map(({ user_id: userId, role }) => ({ userId, role })) };
}

/** Sets title and state of one of the platform's contexts. @throws CodedError E_AUTH, E_NOT_FOUND, E_CONFLICT (it has ended), E_RATE */
export async function changeContext(key: string, context: string, change: ContextChange): Promise<ChangedContext> {
  const args = { key_hash: await checkedHash(key), context, change };
  return call(adminSupabase(), "host_change_context", args, changedContextSchema);
}

/** The thing is over: its title and state are forgotten, the conversation stays. @throws CodedError E_AUTH, E_NOT_FOUND, E_RATE */
export async function endContext(key: string, context: string): Promise<ChangedContext> {
  return call(adminSupabase(), "host_end_context", { key_hash: await checkedHash(key), context }, changedContextSchema);
}

async function checkedHash(key: string): Promise<string> {
  if (!keyForm.test(key)) throw new CodedError("E_AUTH", "platform key");
  return keyHash(key);
}

/** SHA-256 of a platform key as lower-case hex, the form in which the database holds it. */
export async function keyHash(key: string): Promise<string> {
  return Buffer.from(await crypto.subtle.digest("SHA-256", Buffer.from(key))).toString("hex");
}
