/** Owns a line of text in which the words that were looked for are marked. */
import { findFolded } from "@/lib/base/fold";

/** `from`: where the line begins in the text; what lies before is left out, and an ellipsis says so. */
export function MarkedText({ text, words, from = 0 }: { text: string; words: readonly string[]; from?: number }) {
  const shown = text.slice(from);
  const ranges = findFolded(shown, words);
  return (
    <>
      {from > 0 ? "…" : null}
      {ranges.map(([start, end], place) => (
        <span key={start}>
          {shown.slice(ranges[place - 1]?.[1] ?? 0, start)}
          <mark className="rounded-[3px] bg-accent-soft px-px font-medium text-ink">{shown.slice(start, end)}</mark>
        </span>
      ))}
      {shown.slice(ranges.at(-1)?.[1] ?? 0)}
    </>
  );
}
