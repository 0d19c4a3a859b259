/** Owns what a message may say: the strict schemas of protocol section "Body types", as JSON inside the ciphertext. */
import * as z from "zod";
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

const id = z.string().regex(/^[A-Za-z0-9_-]{21}[AQgw]$/);
const hash = z.string().regex(/^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$/);
const text = z.string().min(1).max(maxTextLength);
const size = z
  .int()
  .nonnegative()
  .max(2 * maxFileBytes);
const pixels = z.int().positive().max(65_535);

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
  name: z.string().min(1).max(255),
  mime: z.string().min(3).max(127),
  w: pixels.optional(),
  h: pixels.optional(),
  /** Thumbnail. */
  th: z
    .string()
    .regex(/^[A-Za-z0-9_-]+$/)
    .max(maxThumbnailLength)
    .optional(),
});

/** A link as its sender describes it. Readers fetch nothing and take the host from the address itself. */
const link = z.strictObject({
  u: z
    .string()
    .max(2048)
    .regex(/^https?:\/\/\S+$/i),
  ti: z.string().min(1).max(maxCardTitleLength),
});
const mentions = z.array(id).min(1).max(maxMentions);
const short = z.string().min(1).max(maxCardTitleLength);
const time = z.int().nonnegative();

/** The fields of every body, in the order in which they are written. */
function head<T extends string>(t: T) {
  return { v: z.literal(1), t: z.literal(t), ts: z.int().nonnegative() };
}

/** Bodies by their type `t`. Ids and hashes are base64url; `ts` is the author's clock, ms, for display only. */
const schemas = {
  text: z
    .strictObject({
      ...head("text"),
      b: z.string().max(maxTextLength),
      re: hash.optional(),
      men: mentions.optional(),
      /** First message of the thread that this one belongs to. */
      th: hash.optional(),
      /** Taken over from another conversation. */
      fw: z.literal(true).optional(),
      lk: link.optional(),
      att: z.array(attachment).min(1).max(maxAttachments).optional(),
      pf: z.strictObject({ v: z.int().nonnegative(), act: z.string().min(1).max(32) }).optional(),
    })
    .refine((body) => body.b !== "" || body.att !== undefined),
  edit: z.strictObject({ ...head("edit"), of: hash, b: text, men: mentions.optional() }),
  /** `ed`: the edits of the message, which are deleted with it. */
  del: z.strictObject({ ...head("del"), of: hash, ed: z.array(hash).min(1).max(maxDeletedEdits).optional() }),
  react: z.strictObject({ ...head("react"), of: hash, e: z.string().min(1).max(maxReactionLength) }),
  pin: z.strictObject({ ...head("pin"), of: hash }),
  unpin: z.strictObject({ ...head("unpin"), of: hash }),
  poll: z
    .strictObject({
      ...head("poll"),
      q: z.string().min(1).max(maxPollText),
      o: z.array(short).min(2).max(maxPollOptions),
      /** More than one answer may be chosen. */
      many: z.literal(true).optional(),
    })
    .refine((body) => new Set(body.o).size === body.o.length),
  /** The whole choice of one person, by place in `o`; a later one takes the place of an earlier one, an empty one takes it back. */
  vote: z
    .strictObject({
      ...head("vote"),
      of: hash,
      c: z
        .array(
          z
            .int()
            .nonnegative()
            .max(maxPollOptions - 1),
        )
        .max(maxPollOptions),
    })
    .refine((body) => new Set(body.c).size === body.c.length),
  "poll-end": z.strictObject({ ...head("poll-end"), of: hash }),
  /** An invitation to a talk: `at` is its beginning, `min` its length in minutes. */
  invite: z.strictObject({
    ...head("invite"),
    ti: short,
    at: time,
    min: z.int().positive().max(1440),
    pl: short.optional(),
    b: z.string().min(1).max(maxPollText).optional(),
  }),
  answer: z.strictObject({ ...head("answer"), of: hash, a: z.enum(["yes", "maybe", "no"]) }),
  /** Where something stands. */
  status: z.strictObject({
    ...head("status"),
    s: z.enum(["open", "waiting", "going", "done", "stopped"]),
    ti: short,
    b: z.string().min(1).max(maxPollText).optional(),
  }),
  leave: z.strictObject({ ...head("leave") }),
  lock: z.strictObject({ ...head("lock"), case: id }),
  unlock: z.strictObject({ ...head("unlock"), case: id }),
  "modnote-public": z.strictObject({ ...head("modnote-public"), b: text }),
} as const;

const known: ReadonlyMap<string, z.ZodType<Body>> = new Map<string, z.ZodType<Body>>(Object.entries(schemas));

/** A message's content, exactly as in its JSON. */
export type Body = z.infer<(typeof schemas)[keyof typeof schemas]>;

type Unstamped<T> = T extends Body ? Omit<T, "v" | "ts"> : never;

/** What somebody says, before it is given a version and a time. */
export type Said = Unstamped<Body>;

/** Bodies that stand in the timeline by themselves; the others say something about one of these, or about the conversation. */
export const contentTypes = ["text", "poll", "invite", "status"] as const;
export type ContentBody = Extract<Body, { t: (typeof contentTypes)[number] }>;

export function isContent(body: Body): body is ContentBody {
  return (contentTypes as readonly string[]).includes(body.t);
}

function checked(schema: z.ZodType<Body>, value: unknown): Body {
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
