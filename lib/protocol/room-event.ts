/** Owns the shape of an open room's events: plain text, no signature; and how they travel where sealed events do. */
import * as z from "@/lib/base/shape";
import { type Bytes, fromUtf8, toBase64, utf8, uuidToBytes } from "@/lib/base/bytes";
import { CodedError } from "@/lib/base/errors";
import type { Body } from "./body";
import { type DecodedEvent, type WireEvent, wireSummary, wireTime } from "./wire";

const uuid = z.string().check(z.regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/));
const seq = z.int().check(z.nonnegative());

export const wireRoomEvent = z.object({
  conversation: uuid,
  seq: seq.check(z.positive()),
  /** 1 notice of the server, 2 message. */
  kind: z.union([z.literal(1), z.literal(2)]),
  author: uuid,
  msg_id: z.nullable(uuid),
  body: z.nullable(z.unknown()),
  tombstone: z.nullable(z.enum(["author", "removed", "expired"])),
  /** A tombstone that stands for an edit. */
  was_edit: z._default(z.boolean(), false),
  received_at: wireTime,
});
export type WireRoomEvent = z.infer<typeof wireRoomEvent>;

export const wireRoomStart = z.object({ conversation: wireSummary, events: z.array(wireRoomEvent) });
export const wireRoomEvents = z.object({
  conversation: wireSummary,
  events: z.array(wireRoomEvent),
  last_seq: seq,
});
export const wireRoomHistory = z.object({ events: z.array(wireRoomEvent) });

/** What the server says about a room in its log. Kinds that this version does not know are kept as places. */
const roomNotice = z.object({
  t: z.string(),
  who: z.optional(uuid),
  role: z.optional(z.int()),
  title: z.optional(z.string()),
  slow: z.optional(z.int()),
  of: z.optional(uuid),
  /** Days that messages are kept from now on. */
  kept: z.optional(seq),
  /** Cleared by hand up to there, ms since 1970. */
  before: z.optional(z.number()),
});
export type RoomNotice = z.infer<typeof roomNotice>;

/** Reads a notice; one that cannot be read says nothing. */
export function readNotice(body: unknown): RoomNotice {
  const parsed = roomNotice.safeParse(body);
  return parsed.success ? parsed.data : { t: "unknown" };
}

/** What stands in the bytes of an event that comes from a room. */
const carried = z.object({
  author: z.nullable(uuid),
  msgId: z.nullable(uuid),
  body: z.nullable(z.unknown()),
  edit: z._default(z.boolean(), false),
});
export type CarriedEvent = z.infer<typeof carried>;

/** The name by which messages of a room speak about each other: message id and conversation id. 32 bytes, as a hash has. */
export function roomName(msgId: string, conversation: string): Bytes {
  return new Uint8Array([...uuidToBytes(msgId), ...uuidToBytes(conversation)]);
}

/** A message as it goes out: what the outbox keeps in place of a sealed one. */
export function carryOut(msgId: string, conversation: string, body: Body) {
  return {
    hdr: toBase64(utf8(JSON.stringify({ author: null, msgId, body }))),
    ...{ sig: "", ct: "" },
    hash: toBase64(roomName(msgId, conversation)),
  };
}

/** An event of a room in the form in which events go through intake and outbox. */
export function carry(event: WireRoomEvent): WireEvent {
  const { conversation, author, msg_id: msgId, body, was_edit: edit } = event;
  return {
    ...{ conversation, seq: event.seq, kind: event.kind, epoch: 0, received_at: event.received_at },
    hash: msgId ? toBase64(roomName(msgId, conversation)) : "",
    body: toBase64(utf8(JSON.stringify({ author, msgId, body, edit }))),
    ...{ sig: null, ct: null, boxes: null, disclosures: null, metadata: null, tombstone: event.tombstone },
  };
}

/** What an event carries. @throws E_FORMAT for bytes that are none of a room's: a sealed event, say */
export function carriedIn({ body }: Pick<DecodedEvent, "body">): CarriedEvent {
  try {
    return carried.parse(JSON.parse(fromUtf8(body ?? new Uint8Array(0))));
  } catch (cause) {
    throw new CodedError("E_FORMAT", "room event", { cause });
  }
}
