/** Owns what a message may say: the strict schemas of protocol section "Body types", as JSON inside the ciphertext. */
import * as z from "@/lib/base/shape";
import { type Bytes, fromUtf8, utf8 } from "@/lib/base/bytes";
import { CodedError } from "@/lib/base/errors";
import {
  maxAttachments,
  maxBodyBytes,
  maxBodyDepth,
  maxDeletedEdits,
  maxFileBytes,
  maxMentions,
  maxPollOptions,
  maxPollText,
  maxReactionLength,
  maxTextLength,
  maxThumbnailLength,
  maxCardTitleLength,
} from "./limits";
import { type Json, parseStrictJson } from "./strict-json";

const id = z.string().check(z.regex(/^[A-Za-z0-9_-]{21}[AQgw]$/));
const hash = z.string().check(z.regex(/^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$/));
const text = z.string().check(z.minLength(1), z.maxLength(maxTextLength));
const size = z.int().check(z.nonnegative(), z.maximum(2 * maxFileBytes));
const pixels = z.int().check(z.positive(), z.maximum(65_535));

const attachment = z.strictObject({
  id,
  /** File secret. */
  k: hash,
  /** Size, and padded size, bytes. */
  n: size,
  p: size,
  /** SHA-256 of the encrypted and of the plain file. */
  cth: hash,
  pth: hash,
  name: z.string().check(z.minLength(1), z.maxLength(255)),
  mime: z.string().check(z.minLength(3), z.maxLength(127)),
  w: z.optional(pixels),
  h: z.optional(pixels),
  /** Thumbnail. */
  th: z.optional(z.string().check(z.regex(/^[A-Za-z0-9_-]+$/), z.maxLength(maxThumbnailLength))),
});

/** A link as its sender describes it. Readers fetch nothing and take the host from the address itself. */
const link = z.strictObject({
  u: z.string().check(z.maxLength(2048), z.regex(/^https?:\/\/\S+$/i)),
  ti: z.string().check(z.minLength(1), z.maxLength(maxCardTitleLength)),
});
const mentions = z.array(id).check(z.minLength(1), z.maxLength(maxMentions));
const short = z.string().check(z.minLength(1), z.maxLength(maxCardTitleLength));
const time = z.int().check(z.nonnegative());

/** The fields of every body, in the order in which they are written. */
function head<T extends string>(t: T) {
  return { v: z.literal(1), t: z.literal(t), ts: z.int().check(z.nonnegative()) };
}

/** Bodies by their type `t`. Ids and hashes are base64url; `ts` is the author's clock, ms, for display only. */
const schemas = {
  text: z
    .strictObject({
      ...head("text"),
      b: z.string().check(z.maxLength(maxTextLength)),
      re: z.optional(hash),
      men: z.optional(mentions),
      /** First message of the thread that this one belongs to. */
      th: z.optional(hash),
      /** Taken over from another conversation. */
      fw: z.optional(z.literal(true)),
      lk: z.optional(link),
      att: z.optional(z.array(attachment).check(z.minLength(1), z.maxLength(maxAttachments))),
      pf: z.optional(
        z.strictObject({ v: z.int().check(z.nonnegative()), act: z.string().check(z.minLength(1), z.maxLength(32)) }),
      ),
    })
    .check(z.refine((body) => body.b !== "" || body.att !== undefined)),
  edit: z.strictObject({ ...head("edit"), of: hash, b: text, men: z.optional(mentions) }),
  /** `ed`: the edits of the message, which are deleted with it. */
  del: z.strictObject({
    ...head("del"),
    of: hash,
    ed: z.optional(z.array(hash).check(z.minLength(1), z.maxLength(maxDeletedEdits))),
  }),
  react: z.strictObject({
    ...head("react"),
    of: hash,
    e: z.string().check(z.minLength(1), z.maxLength(maxReactionLength)),
  }),
  pin: z.strictObject({ ...head("pin"), of: hash }),
  unpin: z.strictObject({ ...head("unpin"), of: hash }),
  poll: z
    .strictObject({
      ...head("poll"),
      q: z.string().check(z.minLength(1), z.maxLength(maxPollText)),
      o: z.array(short).check(z.minLength(2), z.maxLength(maxPollOptions)),
      /** More than one answer may be chosen. */
      many: z.optional(z.literal(true)),
    })
    .check(z.refine((body) => new Set(body.o).size === body.o.length)),
  /** The whole choice of one person, by place in `o`; a later one takes the place of an earlier one, an empty one takes it back. */
  vote: z
    .strictObject({
      ...head("vote"),
      of: hash,
      c: z.array(z.int().check(z.nonnegative(), z.maximum(maxPollOptions - 1))).check(z.maxLength(maxPollOptions)),
    })
    .check(z.refine((body) => new Set(body.c).size === body.c.length)),
  "poll-end": z.strictObject({ ...head("poll-end"), of: hash }),
  /** An invitation to a talk: `at` is its beginning, `min` its length in minutes. */
  invite: z.strictObject({
    ...head("invite"),
    ti: short,
    at: time,
    min: z.int().check(z.positive(), z.maximum(1440)),
    pl: z.optional(short),
    b: z.optional(z.string().check(z.minLength(1), z.maxLength(maxPollText))),
  }),
  answer: z.strictObject({ ...head("answer"), of: hash, a: z.enum(["yes", "maybe", "no"]) }),
  /** Where something stands. */
  status: z.strictObject({
    ...head("status"),
    s: z.enum(["open", "waiting", "going", "done", "stopped"]),
    ti: short,
    b: z.optional(z.string().check(z.minLength(1), z.maxLength(maxPollText))),
  }),
  /** The author calls; `u` is where one joins, at a provider that is no part of the service. */
  call: z.strictObject({
    ...head("call"),
    ti: short,
    u: z.string().check(z.maxLength(2048), z.regex(/^https?:\/\/[^\s@]+$/i)),
  }),
  leave: z.strictObject({ ...head("leave") }),
  lock: z.strictObject({ ...head("lock"), case: id }),
  unlock: z.strictObject({ ...head("unlock"), case: id }),
  "modnote-public": z.strictObject({ ...head("modnote-public"), b: text }),
} as const;

const known: ReadonlyMap<string, z.Shape<Body>> = new Map<string, z.Shape<Body>>(Object.entries(schemas));

/** A message's content, exactly as in its JSON. */
export type Body = z.infer<(typeof schemas)[keyof typeof schemas]>;

type Unstamped<T> = T extends Body ? Omit<T, "v" | "ts"> : never;

/** What somebody says, before it is given a version and a time. */
export type Said = Unstamped<Body>;

/** Bodies that stand in the timeline by themselves; the others say something about one of these, or about the conversation. */
export const contentTypes = ["text", "poll", "invite", "status", "call"] as const;
export type ContentBody = Extract<Body, { t: (typeof contentTypes)[number] }>;

export function isContent(body: Body): body is ContentBody {
  return (contentTypes as readonly string[]).includes(body.t);
}

function checked(schema: z.Shape<Body>, value: unknown): Body {
  const result = schema.safeParse(value);
  if (!result.success) throw new CodedError("E_FORMAT", "body");
  return result.data;
}

function typeOf(value: Json): { version: Json | undefined; type: Json | undefined } {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new CodedError("E_FORMAT", "body");
  return { version: value.v, type: value.t };
}

/** Reads a body; "unsupported" if it is well-formed but of a version or type that v1 does not know. @throws E_TOO_BIG, E_FORMAT */
export function parseBody(bytes: Uint8Array): Body | "unsupported" {
  if (bytes.length > maxBodyBytes) throw new CodedError("E_TOO_BIG");
  const value = parseStrictJson(fromUtf8(bytes), maxBodyDepth);
  const { version, type } = typeOf(value);
  if (typeof version !== "number" || typeof type !== "string") throw new CodedError("E_FORMAT", "body");
  const schema = version === 1 ? known.get(type) : undefined;
  return schema ? checked(schema, value) : "unsupported";
}

/** Writes a body after checking it against its schema. @throws E_FORMAT, E_TOO_BIG */
export function encodeBody(body: Body): Bytes {
  const schema = known.get(body.t);
  if (!schema) throw new CodedError("E_FORMAT", "body");
  const bytes = utf8(JSON.stringify(checked(schema, body)));
  if (bytes.length > maxBodyBytes) throw new CodedError("E_TOO_BIG");
  if (parseBody(bytes) === "unsupported") throw new CodedError("E_FORMAT", "body");
  return bytes;
}
