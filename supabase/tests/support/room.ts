/** Owns what tests of open rooms have in common: making one, saying something in it, naming its messages. */
import { randomUUID } from "node:crypto";
import { toBase64Url, uuidToBytes } from "@/lib/base/bytes";
import type { Actor, Arguments } from "./database";
import type { Person } from "./people";

export interface Sent {
  readonly seq: number;
  readonly duplicate: boolean;
  readonly received_at: string;
}

export interface RoomEvent {
  readonly seq: number;
  readonly kind: 1 | 2;
  readonly author: string;
  readonly msg_id: string | null;
  readonly body: Record<string, unknown> | null;
  readonly tombstone: string | null;
}

export async function makeRoom(owner: Person, args: Record<string, unknown> = {}): Promise<string> {
  const made = (await owner.call("room_create", { title: "Botany", ...args })) as { conversation: string };
  return made.conversation;
}

export const join = (who: Person, conversation: string) => who.call("room_join", { conversation });

/** A body as clients write it. */
export const body = (t: string, rest: Record<string, unknown>) => ({ v: 1, t, ts: 1_700_000_000_000, ...rest });

export const post = (who: Person, conversation: string, said: unknown, msgId: string = randomUUID()) =>
  who.call("room_post", { conversation, msg_id: msgId, body: JSON.stringify(said) }) as Promise<Sent>;

/** Says a text; its id and place. */
export async function say(who: Person, conversation: string, b: string, rest: Record<string, unknown> = {}) {
  const msgId = randomUUID();
  return { msgId, ...(await post(who, conversation, body("text", { b, ...rest }), msgId)) };
}

/** How other messages name a message of a room. */
export const nameOf = (msgId: string, conversation: string) =>
  toBase64Url(new Uint8Array([...uuidToBytes(msgId), ...uuidToBytes(conversation)]));

export async function events(who: Person, conversation: string, after = 0): Promise<RoomEvent[]> {
  return ((await who.call("room_events", { conversation, after })) as { events: RoomEvent[] }).events;
}

export const roomFunctions = [
  ...(["room_create", "room_find", "room_look", "room_join", "room_leave", "room_remove", "room_set_role"] as const),
  ...(["room_silence", "room_settings", "room_members", "room_post", "room_erase", "room_start"] as const),
  ...(["room_purge", "room_purges"] as const),
  ...(["room_events", "room_history", "room_read", "room_search"] as const),
] as const;

/** A call that would succeed, for every function of open rooms: of Alice, who runs the room, and Bob, who is in it. */
export function roomCalls(
  conversation: string,
  alice: Person,
  bob: Person,
): Record<(typeof roomFunctions)[number], [Actor, Arguments]> {
  const later = new Date(Date.now() + 60_000).toISOString();
  const place = { before: later, before_id: randomUUID(), max: 10 };
  return {
    room_create: [alice, { title: "Room", about: "About", listed: true, capacity: 10 }],
    room_find: [alice, { query: "room", after: "a", after_id: randomUUID(), max: 10 }],
    room_look: [alice, { conversation }],
    room_join: [bob, { conversation }],
    room_leave: [bob, { conversation }],
    room_remove: [alice, { conversation, person: bob.userId, ban: false }],
    room_set_role: [alice, { conversation, person: bob.userId, role: 1 }],
    room_silence: [alice, { conversation, person: bob.userId, until: later }],
    room_settings: [
      alice,
      { conversation, title: "Room", about: "About", listed: true, capacity: 10, slow_seconds: 0, retention_days: 30 },
    ],
    room_purge: [alice, { conversation, before: new Date(0).toISOString() }],
    room_purges: [alice, { conversation }],
    room_members: [alice, { conversation, banned: false, after: randomUUID(), max: 10 }],
    room_post: [
      alice,
      { conversation, msg_id: randomUUID(), body: JSON.stringify({ v: 1, t: "text", ts: 0, b: "Hello" }) },
    ],
    room_erase: [alice, { conversation, seq: 1 }],
    room_start: [alice, { conversation, max: 10 }],
    room_events: [alice, { conversation, after: 0, max: 10 }],
    room_history: [alice, { conversation, before: 2, max: 10 }],
    room_read: [alice, { conversation, seq: 1 }],
    room_search: [alice, { query: "hello", conversation, ...place }],
  };
}
