/** Owns which message comes next under a key. Pure. */
import type { TimelineItem } from "./timeline-items";

export type WalkKey = "ArrowUp" | "ArrowDown" | "Home" | "End";
export const walkKeys: ReadonlySet<string> = new Set<WalkKey>(["ArrowUp", "ArrowDown", "Home", "End"]);

/**
 * Index of the message to go to; null: there is none, or the key is the browser's own.
 * @param at where the focus is, or where walking begins when it is `inside` none yet
 */
export function nextMessage(items: readonly TimelineItem[], at: number, key: WalkKey, inside: boolean): number | null {
  const isMessage = ({ kind }: TimelineItem) => kind === "message";
  const other = (index: number) => (index < 0 || index === at ? null : index);
  // The list itself scrolls to its ends like any other; arrows enter it.
  if (!inside) return key === "Home" || key === "End" || at < 0 ? null : at;
  switch (key) {
    case "Home":
      return other(items.findIndex(isMessage));
    case "End":
      return other(items.findLastIndex(isMessage));
    case "ArrowUp":
      return other(items.findLastIndex((item, index) => index < at && isMessage(item)));
    case "ArrowDown":
      return other(items.findIndex((item, index) => index > at && isMessage(item)));
  }
}
