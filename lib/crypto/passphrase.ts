/** Owns generated passphrases. */
import { type Random, random } from "./primitives";
import { readU16 } from "./integers";
import { words } from "./words";

const wordCount = 5;

/** Entropy of a generated passphrase: five of 2048 words, 55 bits. */
export const passphraseBits = wordCount * Math.log2(words.length);

/** Five random words joined by hyphens, at most 34 characters. Requests 10 random bytes. */
export function generatePassphrase(source: Random = random): string {
  const bytes = source(2 * wordCount);
  const picks = Array.from({ length: wordCount }, (_, i) => words[readU16(bytes, 2 * i) % words.length]);
  return picks.join("-");
}
