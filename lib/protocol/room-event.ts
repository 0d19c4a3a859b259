/** Owns the shape of an open room's events: plain text, no signature; and how they travel where sealed events do. */
import * as v from "valibot";
import { type Bytes, fromUtf8, toBase64, utf8, uuidToBytes } from "@/lib/base/bytes";
import { CodedError } from "@/lib/base/errors";
import { finite, natural, whole } from "@/lib/base/narrow";
import type { Body } from "./body";
import { type DecodedEvent, type WireEvent, wireSummary, wireTime } from "./wire";

const uuid = v.pipe(v.string(), v.regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/));
const seq = natural;

export const wireRoomEvent = v.object({
  conversation: uuid,
  seq: v.pipe(seq, v.minValue(1)),
  /** 1 notice of the server, 2 message. */
  kind: v.union([v.literal(1), v.literal(2)]),
  author: uuid,
  msg_id: v.nullable(uuid),
  body: v.nullable(v.unknown()),
  tombstone: v.nullable(v.picklist(["author", "removed", "expired"])),
  /** A tombstone that stands for an edit. */
  was_edit: v.optional(v.boolean(), false),
  received_at: wireTime,
});
export type WireRoomEvent = v.InferOutput<typeof wireRoomEvent>;

export const wireRoomStart = v.object({ conversation: wireSummary, events: v.array(wireRoomEvent) });
export const wireRoomEvents = v.object({
  conversation: wireSummary,
  events: v.array(wireRoomEvent),
  last_seq: seq,
});
export const wireRoomHistory = v.object({ events: v.array(wireRoomEvent) });

/** What the server says about a room in its log. Kinds that this version does not know are kept as places. */
const roomNotice = v.object({
  t: v.string(),
  who: v.optional(uuid),
  role: v.optional(whole),
  title: v.optional(v.string()),
  slow: v.optional(whole),
  of: v.optional(uuid),
  /** Days that messages are kept from now on. */
  kept: v.optional(seq),
  /** Cleared by hand up to there, ms since 1970. */
  before: v.optional(finite),
});
export type RoomNotice = v.InferOutput<typeof roomNotice>;

/** Reads a notice; one that cannot be read says nothing. */
export function readNotice(body: unknown): RoomNotice {
  const parsed = v.safeParse(roomNotice, body);
  return parsed.success ? parsed.output : { t: "unknown" };
}

/** What stands in the bytes of an event that comes from a room. */
const carried = v.object({
  author: v.nullable(uuid),
  msgId: v.nullable(uuid),
  body: v.nullable(v.unknown()),
  edit: v.optional(v.boolean(), false),
});
export type CarriedEvent = v.InferOutput<typeof carried>;

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
    const parsed = v.safeParse(carried, JSON.parse(fromUtf8(body ?? new Uint8Array(0))));
    if (parsed.success) return parsed.output;
  } catch {
    // No text, or no JSON: nothing of a room's either.
  }
  throw new CodedError("E_FORMAT", "room event");
}
