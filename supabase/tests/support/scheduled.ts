/** Owns planning messages in tests, and making their time come without waiting for it. */
import { bytesToUuid } from "@/lib/base/bytes";
import { random } from "@/lib/crypto/primitives";
import { type Model, type WireEvent, messageArguments, newChain, nextMessage } from "./conversation";
import type { Database } from "./database";
import type { Message } from "./forge";
import type { Person } from "./people";

export interface Scheduled {
  conversation: string;
  msg_id: string;
  version: number;
  at: string;
  returned: string | null;
}

export const inHours = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();

/** A message on a chain of its own, as a client plans it. */
export const own = (chat: Model, who: Person, id: Uint8Array = random(16)): Message =>
  nextMessage(chat, who, newChain(chat), { msgId: id.slice() });

export const idOf = (message: Message) => bytesToUuid(message.hdr.subarray(24, 40));

export const plan = (who: Person, message: Message, at = inHours(1), expected_version = 0) =>
  who.call("schedule", { ...messageArguments(message), at, expected_version });

export const planned = async (who: Person) => (await who.call("scheduled")) as Scheduled[];

export const makeDue = (db: Database) =>
  db.query("update chat.scheduled set try_at = now() - interval '1 second' where returned is null");

export const release = (db: Database) => db.query("call private.release_due()");

export async function messagesOf(chat: Model, reader: Person): Promise<WireEvent[]> {
  const { events } = (await reader.call("events", { conversation: chat.id, after: 0 })) as { events: WireEvent[] };
  return events.filter(({ kind }) => kind === 2);
}
