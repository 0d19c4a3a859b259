/** Owns the random stream of the published vectors: block i = SHA-256(name || u32 i), whole blocks per request. */
import { type Bytes, concat, utf8 } from "@/lib/base/bytes";
import { u32 } from "./integers";
import { type Random, sha256 } from "./primitives";

const name = utf8("chat-e2ee v1 test vectors");

/** A source that continues the stream at `block`. */
export function vectorRandom(block: number): Random {
  let next = block;
  return (length): Bytes => {
    const blocks: Bytes[] = [];
    for (let size = 0; size < length; size += 32) blocks.push(sha256(concat(name, u32(next++))));
    return concat(...blocks).slice(0, length);
  };
}
