/** Owns the shapes in which the database's functions answer: parsed once, at the edge, from JSON. Bytes are base64 text. */
import * as z from "@/lib/base/shape";
import { type Bytes, fromBase64 } from "@/lib/base/bytes";

const uuid = z.string().check(z.regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/));
const bytes = z.string();
const seq = z.int().check(z.nonnegative());
/** ISO 8601 text to milliseconds since 1970. */
export const wireTime = z.pipe(
  z.string().check(z.refine((text) => !Number.isNaN(Date.parse(text)))),
  z.transform((text) => Date.parse(text)),
);

export const wireStatementOwner = z.object({
  user_id: uuid,
  handle: z.string(),
  display_name: z.string(),
  /** A program, as it says itself: the server's word. */
  automated: z.optional(z.boolean()),
  /** EI01, generation 1 first. */
  statements: z.array(bytes),
});
export type WirePerson = z.infer<typeof wireStatementOwner>;

export const wireAccount = z.extend(wireStatementOwner, {
  slots: z.array(z.object({ slot_id: uuid, kind: z.int(), body: bytes })),
  bundle: z.object({ version: seq, body: bytes }),
  store: z.object({ version: seq, body: bytes }),
});
export const wireStores = z.array(z.object({ version: seq, body: bytes }));
export type WireStore = z.infer<typeof wireStores>[number];

/** `earlier`: stores that were replaced, newest first, for when the served one does not open. */
export type WireAccount = z.infer<typeof wireAccount> & { readonly earlier?: readonly WireStore[] };

export const wireEvent = z.object({
  conversation: uuid,
  seq: seq.check(z.positive()),
  kind: z.union([z.literal(1), z.literal(2)]),
  epoch: seq,
  received_at: wireTime,
  hash: bytes,
  body: z.nullable(bytes),
  sig: z.nullable(bytes),
  ct: z.nullable(bytes),
  boxes: z.nullable(bytes),
  disclosures: z.nullable(bytes),
  metadata: z.nullable(bytes),
  tombstone: z.nullable(z.enum(["author", "expired", "removed"])),
});
export type WireEvent = z.infer<typeof wireEvent>;

/** What the inbox topic carries: the event itself when it is small, else where to find it. */
export const wireHint = z.object({ conversation: uuid, seq: seq.check(z.positive()) });

/** Something of a conversation has changed that is no event. */
export const wireChanged = z.object({ conversation: uuid });

export const wirePointer = z.object({ conversation: uuid, user_id: uuid, pointer: bytes });

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
const wireRoom = z.object({
  title: z.string(),
  about: z.string(),
  members: seq,
  capacity: seq,
  listed: z.boolean(),
  slow_seconds: seq,
  silenced_until: z.nullable(z.string()),
  /** What was said before was cleared by hand. */
  kept_since: z._default(z.nullable(wireTime), null),
});

export const wireSummary = z.object({
  id: uuid,
  kind: z.enum(kinds),
  class: z.enum(["sealed", "open"]),
  /** 0: a shell, no genesis yet. */
  epoch: seq,
  last_seq: seq,
  transcript: bytes,
  created_at: wireTime,
  last_activity_at: wireTime,
  rotation_required: z.boolean(),
  locked: z.boolean(),
  retention_days: seq,
  /** Kind and external id are what the log is signed over; the rest is the platform's word. */
  context: z.nullable(
    z.object({
      kind: z.string(),
      external_id: z.string(),
      title: z.nullable(z.string()),
      state: z.string(),
      ended: z._default(z.boolean(), false),
      platform: z._default(z.string(), ""),
    }),
  ),
  /** Open rooms only. */
  room: z._default(z.nullable(wireRoom), null),
  /** Where it stands in its life, and what the reader may do about it; times as served. null: open rooms, former members. */
  lifecycle: z._default(
    z.nullable(
      z.object({
        closed_at: z.nullable(z.string()),
        closed_by: z.nullable(uuid),
        deletes_at: z.nullable(z.string()),
        wishes: z.array(uuid),
        may_close: z.boolean(),
        may_delete: z.nullable(z.enum(["alone", "together"])),
        grace_days: z.int(),
      }),
    ),
    null,
  ),
  /** Whose answer to a first contact is awaited; null: nobody's. */
  awaits: z._default(z.nullable(uuid), null),
  /** Who put the reader, a stranger to them, into the group; null: nobody, or it has been accepted. */
  asked_by: z._default(z.nullable(uuid), null),
  members: z.array(
    z.object({
      user_id: uuid,
      role: z.nullable(z.int()),
      joined_seq: z.nullable(seq),
      party_role: z.nullable(z.string()),
      read: z.nullable(bytes),
      view: z.nullable(bytes),
    }),
  ),
  my: z.object({
    role: z.nullable(z.int()),
    joined_seq: z.nullable(seq),
    read_seq: seq,
    /** The commit that let the reader go; null while they are in. */
    left_seq: z._default(z.nullable(seq), null),
  }),
});
export type WireSummary = z.infer<typeof wireSummary>;

const anchor = z.object({ seq, transcript: bytes });

export const wireEvents = z.object({ events: z.array(wireEvent), last_seq: seq });
export const wireHistory = z.object({ events: z.array(wireEvent), anchor });
export const wireStart = z.object({
  conversation: wireSummary,
  commits: z.array(wireEvent),
  events: z.array(wireEvent),
  anchor,
});
export const wireHashes = z.object({ hashes: bytes, last_seq: seq });
export const wireSync = z.object({
  now: wireTime,
  conversations: z.array(z.extend(wireSummary, { events: z.array(wireEvent), more: z.boolean() })),
  gone: z.array(uuid),
});
export type WireSync = z.infer<typeof wireSync>;
export const wireSent = z.object({ seq: seq.check(z.positive()), duplicate: z.boolean(), received_at: wireTime });
export const wireCreated = z.object({ conversation: uuid, created: z.boolean() });
export const wireVersion = z.object({ version: seq });

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
