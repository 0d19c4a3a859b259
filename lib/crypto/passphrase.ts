/** Owns generated passphrases. */
import { Reader } from "@/lib/protocol/layout";
import { type Random, random } from "./primitives";
import { words } from "./words";

const wordCount = 5;

/** Entropy of a generated passphrase: five of 2048 words, 55 bits. */
export const passphraseBits = wordCount * Math.log2(words.length);

/** Five random words joined by hyphens, at most 34 characters. Requests 10 random bytes. */
export function generatePassphrase(source: Random = random): string {
  const draws = new Reader(source(2 * wordCount));
  const picks = Array.from({ length: wordCount }, () => words[draws.u16() % words.length]);
  return picks.join("-");
}
