/** Owns what the timeline shows between rows: days, the unread line, and which messages stand together. Pure. */
import type { ConversationView, TimelineRow } from "@/lib/chat/view";
import type { MessageRow } from "@/lib/chat/view-message";
import { dayCounter } from "@/lib/i18n/format";

/** Messages of one author that follow each other within this time stand together. */
export const groupWithinMs = 3 * 60_000;

export type { MessageRow } from "@/lib/chat/view-message";

export type TimelineItem =
  | { readonly kind: "beginning"; readonly key: "beginning"; readonly at: number }
  | { readonly kind: "day"; readonly key: string; readonly at: number }
  | { readonly kind: "unread"; readonly key: "unread"; readonly at: number }
  | {
      readonly kind: "message";
      readonly key: string;
      readonly at: number;
      readonly row: MessageRow;
      /** First and last of its group: corners, name, avatar, time. */
      readonly first: boolean;
      readonly last: boolean;
    }
  | { readonly kind: "row"; readonly key: string; readonly at: number; readonly row: Exclude<TimelineRow, MessageRow> };

/** Whether it must be said who wrote what: the roster of an open room holds only oneself. */
export function namesAuthors({ row, roster }: Pick<ConversationView, "row" | "roster">): boolean {
  return row.seal === "open" || roster.length > 2 || row.people.length > 1;
}

/** The rows, oldest first, with day labels and the unread line between them; the beginning above them once all is loaded. */
export function layOut(
  rows: readonly TimelineRow[],
  firstUnreadSeq: number | null,
  hasOlder: boolean,
): readonly TimelineItem[] {
  const items: TimelineItem[] = hasOlder ? [] : [{ kind: "beginning", key: "beginning", at: rows[0]?.at ?? 0 }];
  let unreadPlaced = firstUnreadSeq === null;
  const dayOf = dayCounter();
  const days = rows.map(({ at }) => dayOf(at));
  const together = (index: number) => days[index] === days[index + 1] && follow(rows[index], rows[index + 1]);
  rows.forEach((row, index) => {
    const before = rows[index - 1];
    const after = rows[index + 1];
    const day = days[index];
    if (!before || days[index - 1] !== day) items.push({ kind: "day", key: `day-${day}`, at: row.at });
    const unreadHere = !unreadPlaced && isUnread(row, firstUnreadSeq);
    if (unreadHere) {
      unreadPlaced = true;
      items.push({ kind: "unread", key: "unread", at: row.at });
    }
    if (row.type !== "message") {
      items.push({ kind: "row", key: row.key, at: row.at, row });
      return;
    }
    const unreadNext = !unreadPlaced && after !== undefined && isUnread(after, firstUnreadSeq);
    const first = unreadHere || !before || !together(index - 1);
    const last = unreadNext || !after || !together(index);
    items.push({ kind: "message", key: row.key, at: row.at, row, first, last });
  });
  return items;
}

function isUnread(row: TimelineRow, firstUnreadSeq: number | null): boolean {
  return firstUnreadSeq !== null && row.seq !== null && row.seq >= firstUnreadSeq;
}

function follow(one: TimelineRow | undefined, next: TimelineRow | undefined): boolean {
  return (
    one?.type === "message" &&
    next?.type === "message" &&
    one.author.userId === next.author.userId &&
    Math.abs(next.at - one.at) <= groupWithinMs
  );
}

/**
 * True if `next` has something new before what `before` began with: the list then keeps its place counted from the end. Lines
 * between messages come and go (the day above the first one, the unread line), so only rows and the beginning count.
 */
export function grewAtStart(before: readonly TimelineItem[], next: readonly TimelineItem[]): boolean {
  const lastBefore = before.at(-1);
  if (!lastBefore || next.length <= before.length || next.at(-1)?.key !== lastBefore.key) return false;
  return firstOf(before)?.key !== firstOf(next)?.key;
}

function firstOf(items: readonly TimelineItem[]): TimelineItem | undefined {
  return items.find((item) => item.kind !== "day" && item.kind !== "unread");
}
