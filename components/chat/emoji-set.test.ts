import { expect, it } from "vitest";
import { isEmoji } from "@/lib/protocol/emoji";
import { emojiSet, quickEmoji } from "./emoji-set";

it("every emoji that is offered counts as a reaction", () => {
  expect([...quickEmoji, ...emojiSet.flat()].filter((emoji) => !isEmoji(emoji))).toEqual([]);
});
