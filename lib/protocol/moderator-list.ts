/** Owns the layout of the moderation root's list of moderators: JSON bytes followed by a signature of 64 bytes. */
import * as v from "valibot";
import { type Bytes, fromBase64Url, fromUtf8, toBase64Url, utf8 } from "@/lib/base/bytes";
import { CodedError } from "@/lib/base/errors";
import { natural, whole } from "@/lib/base/narrow";
import { compareBytes } from "./layout";
import { parseStrictJson } from "./strict-json";

const id = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{21}[AQgw]$/), v.transform(fromBase64Url));

const schema = v.strictObject({
  v: v.literal(1),
  version: natural,
  /** ms since 1970; in force from here until a list with a later `from`. */
  from: natural,
  /** Moderators appointed to a case. */
  panel: v.pipe(whole, v.minValue(1), v.maxValue(3)),
  moderators: v.pipe(
    v.array(v.strictObject({ serial: id, user: id, away: v.boolean() })),
    v.minLength(1),
    v.maxLength(10_000),
  ),
  revoked: v.pipe(v.array(id), v.maxLength(100_000)),
});

export type ModeratorList = v.InferOutput<typeof schema>;

export interface SignedModeratorList {
  readonly list: ModeratorList;
  /** The signed bytes, as transmitted. */
  readonly json: Bytes;
  readonly signature: Bytes;
}

/** Reads a list; the signature is not checked. @throws E_FORMAT, E_ORDER (entries not ascending by user) */
export function parseModeratorList(bytes: Uint8Array): SignedModeratorList {
  if (bytes.length < 64) throw new CodedError("E_FORMAT", "moderator list");
  const json = new Uint8Array(bytes.subarray(0, bytes.length - 64));
  const result = v.safeParse(schema, parseStrictJson(fromUtf8(json), 3));
  if (!result.success) throw new CodedError("E_FORMAT", "moderator list");
  const list = result.output;
  list.moderators.reduce((before, entry) => {
    if (compareBytes(before.user, entry.user) >= 0) throw new CodedError("E_ORDER", "moderator list");
    return entry;
  });
  return { list, json, signature: new Uint8Array(bytes.subarray(bytes.length - 64)) };
}

/** The JSON bytes to be signed. */
export function encodeModeratorList(list: ModeratorList): Bytes {
  const moderators = list.moderators.map(({ serial, user, away }) => ({
    serial: toBase64Url(serial),
    user: toBase64Url(user),
    away,
  }));
  return utf8(JSON.stringify({ ...list, moderators, revoked: list.revoked.map((serial) => toBase64Url(serial)) }));
}
