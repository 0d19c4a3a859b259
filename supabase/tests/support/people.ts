/** Owns people for tests: a user with registered keys, and what the database answers them. */
import { randomUUID } from "node:crypto";
import { type Bytes, toBase64 } from "@/lib/base/bytes";
import { random } from "@/lib/crypto/primitives";
import type { Actor, Arguments, Database, FunctionName } from "./database";
import { type Keys, type RosterEntry, newKeys, slot, statement, statementHash } from "./forge";

export interface Person extends Actor {
  readonly userId: string;
  readonly handle: string;
  readonly keys: Keys;
  readonly statement: Bytes;
  /** Calls a database function as this person. */
  call(name: FunctionName, args?: Arguments): Promise<unknown>;
  /** This person as a roster lists it. */
  entry(role: number): RosterEntry;
}

/** Adds a user to Supabase Auth, without keys. */
export async function addUser(db: Database, email = `${randomUUID()}@example.com`): Promise<string> {
  const userId = randomUUID();
  await db.query("insert into auth.users (id, email) values ($1, $2)", [userId, email]);
  return userId;
}

/** The person with a login that began so long ago ("5 minutes"). */
export async function loggedIn(db: Database, person: Person, ago: string): Promise<Person> {
  const sessionId = randomUUID();
  await db.query(
    "insert into auth.sessions (id, user_id, created_at, updated_at) values ($1, $2, now() - $3::interval, now())",
    [sessionId, person.userId, ago],
  );
  const actor: Actor = { role: "authenticated", userId: person.userId, sessionId };
  return { ...person, sessionId, call: (function_, args) => db.call(actor, function_, args) };
}

/** What register_account wants for this user. */
export function registration(userId: string, handle: string, keys: Keys = newKeys()) {
  return {
    handle,
    display_name: handle.toUpperCase(),
    statement: toBase64(statement(userId, keys)),
    slots: [toBase64(slot(userId, 1)), toBase64(slot(userId, 2))],
    bundle: toBase64(random(148)),
    store: toBase64(random(200)),
  };
}

/** A person with an account; the handle begins with `name`. */
export async function addPerson(db: Database, name: string): Promise<Person> {
  const userId = await addUser(db);
  const handle = `${name}_${randomUUID().slice(0, 8)}`;
  const keys = newKeys();
  const actor: Actor = { role: "authenticated", userId };
  const body = statement(userId, keys);
  await db.call(actor, "register_account", { ...registration(userId, handle, keys), statement: toBase64(body) });
  return {
    role: "authenticated",
    userId,
    handle,
    keys,
    statement: body,
    call: (function_, args) => db.call(actor, function_, args),
    entry: (role) => ({ userId, role, stmtHash: statementHash(body), keys }),
  };
}
