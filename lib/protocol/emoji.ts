/** Owns what counts as a reaction: one emoji of those that Unicode recommends, and nothing else. */
import { maxReactionLength } from "./limits";

// Most reactions: one sign that is an emoji by itself or by the selector behind it.
const basic =
  /^(?:(?!\p{Regional_Indicator})\p{Emoji_Presentation}|(?![\p{Emoji_Presentation}#*0-9])\p{Emoji}\u{FE0F})$/u;

// All the others. Reading these two takes a browser as long as drawing a screen, so they are made when they are needed; at run
// time, because the flag is newer than what the build compiles for.
let one: RegExp | undefined;
let first: RegExp | undefined;

/** True for exactly one emoji: stacked marks, words and markup are none. */
export function isEmoji(text: string): boolean {
  if (text.length > maxReactionLength) return false;
  return basic.test(text) || (one ??= new RegExp(String.raw`^\p{RGI_Emoji}$`, "v")).test(text);
}

/** The first emoji in what somebody typed, in the form that counts; null: there is none. */
export function emojiIn(typed: string): string | null {
  first ??= new RegExp(String.raw`\p{RGI_Emoji}|\p{Extended_Pictographic}`, "v");
  const found = first.exec(typed)?.[0];
  if (!found) return null;
  return [found, `${found}\u{FE0F}`].find((candidate) => isEmoji(candidate)) ?? null;
}
