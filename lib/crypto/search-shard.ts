/** Owns the sealed form of a part of the search index: padded, bound to person, conversation, name and version. */
import { type Bytes, concat, fromUtf8, utf8 } from "@/lib/base/bytes";
import { CodedError } from "@/lib/base/errors";
import { Reader, Writer } from "@/lib/protocol/layout";
import { padme } from "./padme";
import { copen, cseal, type Random, random } from "./primitives";

/** Where a shard belongs; all of it is bound to the seal. */
export interface ShardPlace {
  /** 16 bytes each. */
  readonly userId: Uint8Array;
  readonly conversation: Uint8Array;
  /** At most 16 characters of ASCII. */
  readonly name: string;
}

/** Shards of small conversations look alike. Bytes. */
const leastBytes = 1_024;

function placeBytes({ userId, conversation, name }: ShardPlace, version: number): Bytes {
  const label = new Uint8Array(16);
  if (!/^[!-~]{1,16}$/.test(name)) throw new CodedError("E_FORMAT", "shard name");
  label.set(utf8(name));
  return new Writer().bytes(userId, 16).bytes(conversation, 16).bytes(label, 16).u64(version).finish();
}

/** u64 version || cseal(u32 length || JSON || zeros). */
export function sealShard(
  key: Uint8Array,
  place: ShardPlace,
  version: number,
  json: string,
  source: Random = random,
): Bytes {
  const text = utf8(json);
  const padded = new Uint8Array(padme(Math.max(leastBytes, text.length + 4)));
  padded.set(new Writer().u32(text.length).finish());
  padded.set(text, 4);
  return concat(new Writer().u64(version).finish(), cseal(key, "search", placeBytes(place, version), padded, source));
}

/** @throws E_SHORT, E_COMMIT (wrong key or place), E_OPEN, E_FORMAT, E_PAD */
export function openShard(key: Uint8Array, place: ShardPlace, sealed: Uint8Array): { version: number; json: string } {
  const reader = new Reader(sealed);
  const version = reader.u64();
  const padded = new Reader(copen(key, "search", placeBytes(place, version), reader.bytes(reader.left)));
  const text = padded.bytes(padded.u32());
  padded.zeros(padded.left);
  return { version, json: fromUtf8(text) };
}
