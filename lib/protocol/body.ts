/** Owns what a message may say: the strict schemas of protocol section "Body types", as JSON inside the ciphertext. */
import * as z from "zod";
import { type Bytes, fromUtf8, utf8 } from "@/lib/base/bytes";
import { CodedError } from "@/lib/base/errors";
import {
  maxAttachments,
  maxBodyBytes,
  maxBodyDepth,
  maxFileBytes,
  maxMentions,
  maxReactionLength,
  maxTextLength,
  maxThumbnailLength,
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
      men: z.array(id).min(1).max(maxMentions).optional(),
      att: z.array(attachment).min(1).max(maxAttachments).optional(),
      pf: z.strictObject({ v: z.int().nonnegative(), act: z.string().min(1).max(32) }).optional(),
    })
    .refine((body) => body.b !== "" || body.att !== undefined),
  edit: z.strictObject({ ...head("edit"), of: hash, b: text }),
  del: z.strictObject({ ...head("del"), of: hash }),
  react: z.strictObject({ ...head("react"), of: hash, e: z.string().min(1).max(maxReactionLength) }),
  leave: z.strictObject({ ...head("leave") }),
  lock: z.strictObject({ ...head("lock"), case: id }),
  unlock: z.strictObject({ ...head("unlock"), case: id }),
  "modnote-public": z.strictObject({ ...head("modnote-public"), b: text }),
} as const;

const known: ReadonlyMap<string, z.ZodType<Body>> = new Map<string, z.ZodType<Body>>(Object.entries(schemas));

/** A message's content, exactly as in its JSON. */
export type Body = z.infer<(typeof schemas)[keyof typeof schemas]>;

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
