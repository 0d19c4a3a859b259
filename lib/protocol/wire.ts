/** Owns the shapes in which the database's functions answer: parsed once, at the edge, from JSON. Bytes are base64 text. */
import * as v from "valibot";
import { type Bytes, fromBase64 } from "@/lib/base/bytes";
import { natural, whole } from "@/lib/base/narrow";

const uuid = v.pipe(v.string(), v.regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/));
const bytes = v.string();
const seq = natural;
/** ISO 8601 text to milliseconds since 1970. */
export const wireTime = v.pipe(
  v.string(),
  v.check((text) => !Number.isNaN(Date.parse(text))),
  v.transform((text) => Date.parse(text)),
);

export const wireStatementOwner = v.object({
  user_id: uuid,
  handle: v.string(),
  display_name: v.string(),
  /** A program, as it says itself: the server's word. */
  automated: v.optional(v.boolean()),
  /** EI01, generation 1 first. */
  statements: v.array(bytes),
});
export type WirePerson = v.InferOutput<typeof wireStatementOwner>;

export const wireAccount = v.object({
  ...wireStatementOwner.entries,
  slots: v.array(v.object({ slot_id: uuid, kind: whole, body: bytes })),
  bundle: v.object({ version: seq, body: bytes }),
  store: v.object({ version: seq, body: bytes }),
});
export const wireStores = v.array(v.object({ version: seq, body: bytes }));
export type WireStore = v.InferOutput<typeof wireStores>[number];

/** `earlier`: stores that were replaced, newest first, for when the served one does not open. */
export type WireAccount = v.InferOutput<typeof wireAccount> & { readonly earlier?: readonly WireStore[] };

export const wireEvent = v.object({
  conversation: uuid,
  seq: v.pipe(seq, v.minValue(1)),
  kind: v.union([v.literal(1), v.literal(2)]),
  epoch: seq,
  received_at: wireTime,
  hash: bytes,
  body: v.nullable(bytes),
  sig: v.nullable(bytes),
  ct: v.nullable(bytes),
  boxes: v.nullable(bytes),
  disclosures: v.nullable(bytes),
  metadata: v.nullable(bytes),
  tombstone: v.nullable(v.picklist(["author", "expired", "removed"])),
});
export type WireEvent = v.InferOutput<typeof wireEvent>;

/** What the inbox topic carries: the event itself when it is small, else where to find it. */
export const wireHint = v.object({ conversation: uuid, seq: v.pipe(seq, v.minValue(1)) });

/** Something of a conversation has changed that is no event. */
export const wireChanged = v.object({ conversation: uuid });

export const wirePointer = v.object({ conversation: uuid, user_id: uuid, pointer: bytes });

const kinds = [
  "direct",
  "group",
  "transaction",
  "post",
  "application",
  "course",
  "care",
  "study",
  "private",
  "room",
  "courseroom",
  "note",
] as const;

/** What an open room is called and how it is run; `silenced_until` is the reader's own: a time, or "infinity". */
const wireRoom = v.object({
  title: v.string(),
  about: v.string(),
  members: seq,
  capacity: seq,
  listed: v.boolean(),
  slow_seconds: seq,
  silenced_until: v.nullable(v.string()),
  /** What was said before was cleared by hand. */
  kept_since: v.optional(v.nullable(wireTime), null),
});

export const wireSummary = v.object({
  id: uuid,
  kind: v.picklist(kinds),
  class: v.picklist(["sealed", "open"]),
  /** 0: a shell, no genesis yet. */
  epoch: seq,
  last_seq: seq,
  transcript: bytes,
  created_at: wireTime,
  last_activity_at: wireTime,
  rotation_required: v.boolean(),
  locked: v.boolean(),
  retention_days: seq,
  /** Kind and external id are what the log is signed over; the rest is the platform's word. */
  context: v.nullable(
    v.object({
      kind: v.string(),
      external_id: v.string(),
      title: v.nullable(v.string()),
      state: v.string(),
      ended: v.optional(v.boolean(), false),
      platform: v.optional(v.string(), ""),
    }),
  ),
  /** Open rooms only. */
  room: v.optional(v.nullable(wireRoom), null),
  /** Where it stands in its life, and what the reader may do about it; times as served. null: open rooms, former members. */
  lifecycle: v.optional(
    v.nullable(
      v.object({
        closed_at: v.nullable(v.string()),
        closed_by: v.nullable(uuid),
        deletes_at: v.nullable(v.string()),
        wishes: v.array(uuid),
        may_close: v.boolean(),
        may_delete: v.nullable(v.picklist(["alone", "together"])),
        grace_days: whole,
      }),
    ),
    null,
  ),
  /** Whose answer to a first contact is awaited; null: nobody's. */
  awaits: v.optional(v.nullable(uuid), null),
  /** Who put the reader, a stranger to them, into the group; null: nobody, or it has been accepted. */
  asked_by: v.optional(v.nullable(uuid), null),
  members: v.array(
    v.object({
      user_id: uuid,
      role: v.nullable(whole),
      joined_seq: v.nullable(seq),
      party_role: v.nullable(v.string()),
      read: v.nullable(bytes),
      view: v.nullable(bytes),
    }),
  ),
  my: v.object({
    role: v.nullable(whole),
    joined_seq: v.nullable(seq),
    read_seq: seq,
    /** The commit that let the reader go; null while they are in. */
    left_seq: v.optional(v.nullable(seq), null),
  }),
});
export type WireSummary = v.InferOutput<typeof wireSummary>;

const anchor = v.object({ seq, transcript: bytes });

export const wireEvents = v.object({ events: v.array(wireEvent), last_seq: seq });
export const wireHistory = v.object({ events: v.array(wireEvent), anchor });
export const wireStart = v.object({
  conversation: wireSummary,
  commits: v.array(wireEvent),
  events: v.array(wireEvent),
  anchor,
});
export const wireHashes = v.object({ hashes: bytes, last_seq: seq });
export const wireSync = v.object({
  now: wireTime,
  conversations: v.array(v.object({ ...wireSummary.entries, events: v.array(wireEvent), more: v.boolean() })),
  gone: v.array(uuid),
});
export type WireSync = v.InferOutput<typeof wireSync>;
export const wireSent = v.object({ seq: v.pipe(seq, v.minValue(1)), duplicate: v.boolean(), received_at: wireTime });
export const wireCreated = v.object({ conversation: uuid, created: v.boolean() });
export const wireVersion = v.object({ version: seq });

/** Something the server says in the log of an open room: who made it, who came; slow mode, in seconds; the message taken out (hash, base64); up to when it was cleared by hand (ms). */
export interface RoomNote {
  readonly made?: true;
  readonly joined?: string;
  readonly slow?: number;
  readonly erased?: string;
  readonly purged?: number;
}

/** One event of the log with its bytes decoded. */
export interface DecodedEvent {
  readonly seq: number;
  readonly kind: 1 | 2;
  /** ms since 1970, the server's claim. */
  readonly receivedAt: number;
  readonly hash: Bytes;
  readonly body: Bytes | null;
  readonly sig: Bytes | null;
  readonly ct: Bytes | null;
  readonly boxes: Bytes | null;
  readonly disclosures: Bytes | null;
  readonly metadata: Bytes | null;
  readonly tombstone: "author" | "expired" | "removed" | null;
}

/** Decodes the base64 of an event. @throws E_FORMAT */
export function decodeEvent(event: WireEvent): DecodedEvent {
  const optional = (text: string | null) => (text === null ? null : fromBase64(text));
  return {
    seq: event.seq,
    kind: event.kind,
    receivedAt: event.received_at,
    hash: fromBase64(event.hash),
    body: optional(event.body),
    sig: optional(event.sig),
    ct: optional(event.ct),
    boxes: optional(event.boxes),
    disclosures: optional(event.disclosures),
    metadata: optional(event.metadata),
    tombstone: event.tombstone,
  };
}
