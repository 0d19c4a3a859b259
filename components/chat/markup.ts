/** Owns putting marks around what is selected in a field, and taking them away again. Pure. */

export interface Marked {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

export const marks = { bold: "**", italic: "_", strike: "~~", code: "`" } as const;
export type MarkName = keyof typeof marks;

/** The selection with the mark around it; without it, if it was there. */
export function toggleMark({ text, start, end }: Marked, name: MarkName): Marked {
  const mark = marks[name];
  const inside = text.slice(start, end);
  const outside = text.slice(start - mark.length, start) === mark && text.slice(end, end + mark.length) === mark;
  if (outside) {
    const without = text.slice(0, start - mark.length) + inside + text.slice(end + mark.length);
    return { text: without, start: start - mark.length, end: end - mark.length };
  }
  // Marks hold on to words: spaces at the edges stay outside.
  const lead = inside.length - inside.trimStart().length;
  const core = inside.trim();
  const from = core === "" ? start : start + lead;
  const next = text.slice(0, from) + mark + core + mark + text.slice(from + core.length);
  return { text: next, start: from + mark.length, end: from + mark.length + core.length };
}

/** The lines that are touched, each with the sign of a quote or a list before it; without it, if all had it. */
export function togglePrefix({ text, start, end }: Marked, prefix: "> " | "- "): Marked {
  const from = text.lastIndexOf("\n", start - 1) + 1;
  const lines = text.slice(from, end).split("\n");
  const has = lines.every((line) => line.startsWith(prefix));
  const next = lines.map((line) => (has ? line.slice(prefix.length) : prefix + line)).join("\n");
  return { text: text.slice(0, from) + next + text.slice(end), start: from, end: from + next.length };
}
