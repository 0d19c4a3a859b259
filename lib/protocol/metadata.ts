/** Owns what members see of a conversation besides messages: its title, as JSON sealed anew with every commit. */
import * as v from "valibot";
import { type Bytes, fromUtf8, utf8 } from "@/lib/base/bytes";
import { CodedError, codeOf } from "@/lib/base/errors";
import { maxTitleLength } from "./limits";
import { parseStrictJson } from "./strict-json";

/** The JSON is filled up with spaces to a multiple of this many bytes: its length tells nothing about the title. */
const step = 256;

/** Control, direction-changing and invisible characters: a title is one line that looks like what it is. */
const hidden = /[\p{Cc}\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/u;

const schema = v.object({ v: v.literal(1), title: v.string() });

/** Whether a text may be a title as it stands: trimmed, 1 to `maxTitleLength` characters, one visible line. */
export function isTitle(text: string): boolean {
  return text.trim() === text && text !== "" && [...text].length <= maxTitleLength && !hidden.test(text);
}

/** Metadata with this title. @throws E_FORMAT if it may not be one */
export function encodeMetadata(title: string): Bytes {
  if (!isTitle(title)) throw new CodedError("E_FORMAT", "title");
  const json = utf8(JSON.stringify({ v: 1, title }));
  const bytes = new Uint8Array(Math.ceil(json.length / step) * step).fill(0x20);
  bytes.set(json);
  return bytes;
}

/** The title in metadata of a member's making; null for anything that is none. Fields of later versions are passed over. */
export function titleIn(metadata: Uint8Array | null): string | null {
  if (!metadata) return null;
  try {
    const parsed = v.safeParse(schema, parseStrictJson(fromUtf8(metadata), 4));
    return parsed.success && isTitle(parsed.output.title) ? parsed.output.title : null;
  } catch (thrown) {
    if (codeOf(thrown) === "E_UNEXPECTED") throw thrown;
    return null;
  }
}
