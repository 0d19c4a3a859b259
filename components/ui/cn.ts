/** Owns joining class names, so that the later of two rivals wins. Knows the rivals that there are; a test holds it to all of Tailwind's. */
import { cx } from "class-variance-authority";

/** Utilities that say the same thing, by how they begin; the first that fits. */
const rivals: readonly (readonly [RegExp, string])[] = [
  [/^text-(\d|\[\d)/, "text size"],
  [/^text-(balance|pretty|wrap|nowrap)$/, "text wrap"],
  [/^text-(start|center|end)$/, "text align"],
  [/^(truncate|text-(ellipsis|clip))$/, "text overflow"],
  [/^text-/, "text colour"],
  [/^border-(dashed|solid|none)$/, "border style"],
  [/^border(-\d|$)/, "border width"],
  [/^(border-[xysetb])(-\[?\d|$)/, "$1"],
  [/^(border-[xysetb]-)/, "$1"],
  [/^border-/, "border colour"],
  [/^font-(medium|semibold|bold|normal)$/, "weight"],
  [/^font-(mono|sans)$/, "family"],
  [/^(rounded-[setb]{2})-/, "$1"],
  [/^(justify|align)-(items|self)-/, ""],
  [/^(flex|inline-flex|block|inline-block|grid|hidden|contents|inline)$/, "display"],
  [/^(absolute|relative|fixed|sticky|static)$/, "position"],
  [/^list-(disc|decimal|none)$/, "list"],
  [/^flex-(\d|auto|none)/, "flex"],
  [/^flex-(row|col)(-reverse)?$/, "direction"],
  [/^(shrink|select|cursor|z|whitespace|leading|tracking|duration)(-|$)/, "$1"],
  [/^(line-clamp)-/, "$1"],
  [/^(transition|shadow|(?:underline|outline)-offset|overflow(?:-[xy])?)(-|$)/, "$1"],
  [/^(size|[wh]|(?:min|max)-[wh]|p[xytbse]?|m[xytbse]?|gap(?:-[xy])?|rounded|bg|items|justify|self|opacity)-/, "$1"],
  [/^(start|end|top|bottom|left|right|inset(?:-[xy])?|translate-[xy])-/, "$1"],
  [/^\[([\w-]+):/, "$1"],
];

/** What a later utility takes the place of, besides its own kind. */
const takes: Readonly<Record<string, readonly string[]>> = {
  "text size": ["leading"],
  "border width": ["border-x", "border-y", "border-s", "border-e", "border-t", "border-b"],
  "border colour": ["border-x-", "border-y-", "border-s-", "border-e-", "border-t-", "border-b-"],
  flex: ["shrink"],
  "line-clamp": ["display", "overflow"],
  size: ["w", "h"],
  p: ["px", "py", "pt", "pb", "ps", "pe"],
  px: ["ps", "pe"],
  py: ["pt", "pb"],
  m: ["mx", "my", "mt", "mb", "ms", "me"],
  mx: ["ms", "me"],
  my: ["mt", "mb"],
  gap: ["gap-x", "gap-y"],
  inset: ["inset-x", "inset-y", "start", "end", "left", "right", "top", "bottom"],
  "inset-x": ["left", "right", "start", "end"],
  "inset-y": ["top", "bottom"],
  overflow: ["overflow-x", "overflow-y"],
  rounded: ["rounded-ss", "rounded-se", "rounded-es", "rounded-ee"],
};

/** What was joined before: the lists of a page are few, its elements are many. */
const joined = new Map<string, string>();
const mostJoined = 1_000;

/** Class names as one string. */
export function cn(...names: Parameters<typeof cx>): string {
  const list = cx(names);
  const known = joined.get(list);
  if (known !== undefined) return known;
  const result = withoutRivals(list);
  if (joined.size >= mostJoined) joined.clear();
  joined.set(list, result);
  return result;
}

function withoutRivals(list: string): string {
  const classes = list.split(/\s+/);
  const taken = new Set<string>();
  const kept: string[] = [];
  for (const name of classes.reverse()) {
    const [variants, kind] = kindOf(name);
    if (kind && taken.has(variants + kind)) continue;
    for (const each of kind ? [kind, ...(takes[kind] ?? [])] : []) taken.add(variants + each);
    kept.push(name);
  }
  return kept.reverse().join(" ");
}

/** Under which conditions a class holds, and what it says something about; "" where no rival is known. */
function kindOf(name: string): readonly [variants: string, kind: string] {
  const [variants = ""] = /^(?:(?:\[[^\]]*\]|[^:[\]]|\[[^\]]*\])*:)*/.exec(name) ?? [];
  const utility = name.slice(variants.length).replace(/^-/, "");
  const [pattern, kind = ""] = rivals.find(([each]) => each.test(utility)) ?? [];
  return [variants, kind === "$1" ? (pattern?.exec(utility)?.[1] ?? "") : kind];
}
