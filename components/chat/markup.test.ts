import { describe, expect, it } from "vitest";
import { type Marked, toggleMark, togglePrefix } from "./markup";

/** A selection written with brackets. */
const sel = (shown: string): Marked => {
  return { text: shown.replace(/[[\]]/g, ""), start: shown.indexOf("["), end: shown.indexOf("]") - 1 };
};
const show = ({ text, start, end }: Marked) => `${text.slice(0, start)}[${text.slice(start, end)}]${text.slice(end)}`;

describe("marks around a selection", () => {
  it.each([
    ["say [this] now", "say **[this]** now"],
    ["say **[this]** now", "say [this] now"],
    ["say[ this ]now", "say **[this]** now"],
    ["nothing []", "nothing **[]**"],
  ])("%s", (before, after) => {
    expect(show(toggleMark(sel(before), "bold"))).toBe(after);
  });

  it("stand before each line that is touched, and go again", () => {
    const quoted = togglePrefix(sel("a\nb[b\nc]c"), "> ");
    expect(quoted.text).toBe("a\n> bb\n> cc");
    expect(togglePrefix(quoted, "> ").text).toBe("a\nbb\ncc");
  });
});
