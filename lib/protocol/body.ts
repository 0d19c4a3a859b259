/** Owns what a message may say: the strict schemas of protocol section "Body types", as JSON inside the ciphertext. */
import * as v from "valibot";
import { type Bytes, fromUtf8, utf8 } from "@/lib/base/bytes";
import { CodedError } from "@/lib/base/errors";
import { natural, whole } from "@/lib/base/narrow";
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

const id = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{21}[AQgw]$/));
const hash = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$/));
const text = v.pipe(v.string(), v.minLength(1), v.maxLength(maxTextLength));
const size = v.pipe(natural, v.maxValue(2 * maxFileBytes));
const pixels = v.pipe(whole, v.minValue(1), v.maxValue(65_535));

const attachment = v.strictObject({
  id,
  /** File secret. */
  k: hash,
  /** Size, and padded size, bytes. */
  n: size,
  p: size,
  /** SHA-256 of the encrypted and of the plain file. */
  cth: hash,
  pth: hash,
  name: v.pipe(v.string(), v.minLength(1), v.maxLength(255)),
  mime: v.pipe(v.string(), v.minLength(3), v.maxLength(127)),
  w: v.optional(pixels),
  h: v.optional(pixels),
  /** Thumbnail. */
  th: v.optional(v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]+$/), v.maxLength(maxThumbnailLength))),
});

/** A link as its sender describes it. Readers fetch nothing and take the host from the address itself. */
const link = v.strictObject({
  u: v.pipe(v.string(), v.maxLength(2048), v.regex(/^https?:\/\/\S+$/i)),
  ti: v.pipe(v.string(), v.minLength(1), v.maxLength(maxCardTitleLength)),
});
const mentions = v.pipe(v.array(id), v.minLength(1), v.maxLength(maxMentions));
const short = v.pipe(v.string(), v.minLength(1), v.maxLength(maxCardTitleLength));
const time = natural;

/** The fields of every body, in the order in which they are written. */
function head<T extends string>(t: T) {
  return { v: v.literal(1), t: v.literal(t), ts: natural };
}

/** Bodies by their type `t`. Ids and hashes are base64url; `ts` is the author's clock, ms, for display only. */
const schemas = {
  text: v.pipe(
    v.strictObject({
      ...head("text"),
      b: v.pipe(v.string(), v.maxLength(maxTextLength)),
      re: v.optional(hash),
      men: v.optional(mentions),
      /** First message of the thread that this one belongs to. */
      th: v.optional(hash),
      /** Taken over from another conversation. */
      fw: v.optional(v.literal(true)),
      lk: v.optional(link),
      att: v.optional(v.pipe(v.array(attachment), v.minLength(1), v.maxLength(maxAttachments))),
      pf: v.optional(v.strictObject({ v: natural, act: v.pipe(v.string(), v.minLength(1), v.maxLength(32)) })),
    }),
    v.check((body) => body.b !== "" || body.att !== undefined),
  ),
  edit: v.strictObject({ ...head("edit"), of: hash, b: text, men: v.optional(mentions) }),
  /** `ed`: the edits of the message, which are deleted with it. */
  del: v.strictObject({
    ...head("del"),
    of: hash,
    ed: v.optional(v.pipe(v.array(hash), v.minLength(1), v.maxLength(maxDeletedEdits))),
  }),
  react: v.strictObject({
    ...head("react"),
    of: hash,
    e: v.pipe(v.string(), v.minLength(1), v.maxLength(maxReactionLength)),
  }),
  pin: v.strictObject({ ...head("pin"), of: hash }),
  unpin: v.strictObject({ ...head("unpin"), of: hash }),
  poll: v.pipe(
    v.strictObject({
      ...head("poll"),
      q: v.pipe(v.string(), v.minLength(1), v.maxLength(maxPollText)),
      o: v.pipe(v.array(short), v.minLength(2), v.maxLength(maxPollOptions)),
      /** More than one answer may be chosen. */
      many: v.optional(v.literal(true)),
    }),
    v.check((body) => new Set(body.o).size === body.o.length),
  ),
  /** The whole choice of one person, by place in `o`; a later one takes the place of an earlier one, an empty one takes it back. */
  vote: v.pipe(
    v.strictObject({
      ...head("vote"),
      of: hash,
      c: v.pipe(v.array(v.pipe(natural, v.maxValue(maxPollOptions - 1))), v.maxLength(maxPollOptions)),
    }),
    v.check((body) => new Set(body.c).size === body.c.length),
  ),
  "poll-end": v.strictObject({ ...head("poll-end"), of: hash }),
  /** An invitation to a talk: `at` is its beginning, `min` its length in minutes. */
  invite: v.strictObject({
    ...head("invite"),
    ti: short,
    at: time,
    min: v.pipe(whole, v.minValue(1), v.maxValue(1440)),
    pl: v.optional(short),
    b: v.optional(v.pipe(v.string(), v.minLength(1), v.maxLength(maxPollText))),
  }),
  answer: v.strictObject({ ...head("answer"), of: hash, a: v.picklist(["yes", "maybe", "no"]) }),
  /** Where something stands. */
  status: v.strictObject({
    ...head("status"),
    s: v.picklist(["open", "waiting", "going", "done", "stopped"]),
    ti: short,
    b: v.optional(v.pipe(v.string(), v.minLength(1), v.maxLength(maxPollText))),
  }),
  /** The author calls; `u` is where one joins, at a provider that is no part of the service. */
  call: v.strictObject({
    ...head("call"),
    ti: short,
    u: v.pipe(v.string(), v.maxLength(2048), v.regex(/^https?:\/\/[^\s@]+$/i)),
  }),
  leave: v.strictObject({ ...head("leave") }),
  lock: v.strictObject({ ...head("lock"), case: id }),
  unlock: v.strictObject({ ...head("unlock"), case: id }),
  "modnote-public": v.strictObject({ ...head("modnote-public"), b: text }),
} as const;

const known: ReadonlyMap<string, v.GenericSchema<unknown, Body>> = new Map<string, v.GenericSchema<unknown, Body>>(
  Object.entries(schemas),
);

/** A message's content, exactly as in its JSON. */
export type Body = v.InferOutput<(typeof schemas)[keyof typeof schemas]>;

type Unstamped<T> = T extends Body ? Omit<T, "v" | "ts"> : never;

/** What somebody says, before it is given a version and a time. */
export type Said = Unstamped<Body>;

/** Bodies that stand in the timeline by themselves; the others say something about one of these, or about the conversation. */
export const contentTypes = ["text", "poll", "invite", "status", "call"] as const;
export type ContentBody = Extract<Body, { t: (typeof contentTypes)[number] }>;

export function isContent(body: Body): body is ContentBody {
  return (contentTypes as readonly string[]).includes(body.t);
}

function checked(schema: v.GenericSchema<unknown, Body>, value: unknown): Body {
  const result = v.safeParse(schema, value);
  if (!result.success) throw new CodedError("E_FORMAT", "body");
  return result.output;
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
