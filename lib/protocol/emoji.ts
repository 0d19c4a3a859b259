/** Owns what counts as a reaction: one emoji of those that Unicode recommends, and nothing else. */
import { maxReactionLength } from "./limits";

// Made at run time: the flag is newer than what the build compiles for.
const one = new RegExp(String.raw`^\p{RGI_Emoji}$`, "v");
const first = new RegExp(String.raw`\p{RGI_Emoji}|\p{Extended_Pictographic}`, "v");

/** True for exactly one emoji: stacked marks, words and markup are none. */
export function isEmoji(text: string): boolean {
  return text.length <= maxReactionLength && one.test(text);
}

/** The first emoji in what somebody typed, in the form that counts; null: there is none. */
export function emojiIn(typed: string): string | null {
  const found = first.exec(typed)?.[0];
  if (!found) return null;
  return [found, `${found}\u{FE0F}`].find((candidate) => isEmoji(candidate)) ?? null;
}
