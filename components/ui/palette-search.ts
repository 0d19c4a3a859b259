/** Owns which entries of a palette fit what was typed, best first. */
import type { ReactNode } from "react";

export interface PaletteItem {
  readonly id: string;
  /** Heading it stands under. */
  readonly group: string;
  readonly label: string;
  /** Said beside it, and found too. */
  readonly detail?: string;
  readonly icon?: ReactNode;
  /** Keys that do the same. */
  readonly keys?: readonly string[];
  readonly onSelect: () => void;
}

/** Letters without case and accents: "Lucía" is found by "lucia". */
const plain = (text: string) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

/** 3: begins with it · 2: a word begins with it · 1: it is somewhere · 0: not all words are there. */
function fit(item: PaletteItem, words: readonly string[]): number {
  const label = plain(item.label);
  const all = `${label} ${plain(item.detail ?? "")}`;
  const fits = words.map((word) => {
    if (label.startsWith(word)) return 3;
    if (all.split(/[\s@,.]+/).some((part) => part.startsWith(word))) return 2;
    return all.includes(word) ? 1 : 0;
  });
  return Math.min(...fits);
}

/** What fits, groups in their order, the best of each group first. Without a query everything, as it came. */
export function findItems(items: readonly PaletteItem[], query: string): readonly PaletteItem[] {
  const words = plain(query.trim()).split(/\s+/).filter(Boolean);
  if (words.length === 0) return items;
  const groups = [...new Set(items.map(({ group }) => group))];
  return items
    .map((item) => ({ item, score: fit(item, words) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => groups.indexOf(a.item.group) - groups.indexOf(b.item.group) || b.score - a.score)
    .map(({ item }) => item);
}
