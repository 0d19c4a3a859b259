"use client";
/** Owns the scrolling of a conversation: where it opens, staying at the end, keeping the place while history loads. */
import {
  type KeyboardEvent,
  type ReactNode,
  useCallback,
  useEffect,
  useId,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import { Virtualizer, type VirtualizerHandle } from "virtua";
import { Spinner } from "@/components/ui/spinner";
import type { ConversationView } from "@/lib/chat/view";
import { dayNumber } from "@/lib/i18n/format";
import { useTranslate } from "@/lib/i18n/language";
import { FoldedMessage } from "./folded-message";
import { conversationTitle } from "./conversation-title";
import { MessageItem } from "./message-row";
import { PlainRow } from "./plain-rows";
import { grewAtStart, layOut, namesAuthors, type TimelineItem } from "./timeline-items";
import { TimelineJumps } from "./timeline-jumps";
import { useMessageWalk } from "./use-message-walk";
import { Beginning, DayLabel, FloatingDay, UnreadLine } from "./timeline-marks";
import { useNamed } from "./use-named";
import { useSeen } from "./use-seen";

export interface TimelineProps {
  view: ConversationView;
  /** ms since 1970 */
  now: number;
  onLoadOlder: () => void;
  /** The newest message is in view of a person. */
  onSeen: () => void;
  /** A message to be brought into view; a new turn asks again. */
  target: { readonly key: string; readonly turn: number } | null;
  /** Keys of selected messages; null: nothing is being selected. */
  selected: ReadonlyMap<string, unknown> | null;
}

interface Place {
  readonly atEnd: boolean;
  /** Last item that was in view at the end. */
  readonly seenKey: string | undefined;
}

/** For so long after a wheel, finger, key or press a scroll event is a person's doing, in ms. */
const handMs = 400;
/** So long a message that was jumped to is marked, in ms. */
const foundMs = 1600;
/** This near to an end counts as being there, in px. */
const nearPx = 48;
/** History is asked for this far before its end comes into view, in px. */
const aheadPx = 700;

export function Timeline({ view, now, onLoadOlder, onSeen, target, selected }: TimelineProps) {
  const t = useTranslate();
  const { row, timeline, firstUnreadSeq, hasOlder, loadingOlder, lastSeq } = view;
  const many = namesAuthors(view);
  const laidOut = useMemo(() => layOut(timeline, firstUnreadSeq, hasOlder), [timeline, firstUnreadSeq, hasOlder]);

  // Virtua must learn in the same render that the list grew at its start, so both are kept together.
  const [list, setList] = useState({ items: laidOut, shift: false });
  if (list.items !== laidOut) setList({ items: laidOut, shift: grewAtStart(list.items, laidOut) });
  const { items, shift } = list;

  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useRef<VirtualizerHandle>(null);
  // What the view holds on to while rows are measured: the end, the unread line, or nothing once a person has scrolled away.
  const hold = useRef<"end" | "unread" | null>("end");
  const byHandUntil = useRef(0);
  const [place, setPlace] = useState<Place>({ atEnd: true, seenKey: undefined });
  const [day, setDay] = useState<{ at: number | null; shown: boolean }>({ at: null, shown: false });
  const lastKey = items.at(-1)?.key;
  const { left, meet } = useNamed(view.named);
  const naming = left.length > 0;
  // Until the first rows are measured they stand where an estimate puts them: shown then, all of them would jump.
  const [measured, setMeasured] = useState(false);

  const settle = useCallback(() => {
    const element = scroller.current;
    if (!element || hold.current === null) return;
    const unreadAt = hold.current === "unread" ? items.findIndex((item) => item.kind === "unread") : -1;
    if (unreadAt < 0) element.scrollTop = element.scrollHeight;
    else virtual.current?.scrollToIndex(unreadAt, { align: "start", offset: -32 });
  }, [items]);
  const toEnd = useCallback(() => {
    hold.current = "end";
    settle();
  }, [settle]);

  // Asked for once per turn, as soon as the message is among the items; then it is marked for a moment.
  const [found, setFound] = useState<string | null>(null);
  const reached = useRef(0);
  useEffect(() => {
    const at = target ? items.findIndex((item) => item.key === target.key) : -1;
    if (!target || at < 0 || reached.current === target.turn) return;
    reached.current = target.turn;
    hold.current = null;
    virtual.current?.scrollToIndex(at, { align: "center" });
    setFound(target.key);
  }, [target, items]);
  useEffect(() => {
    if (found === null) return undefined;
    const timer = setTimeout(() => setFound(null), foundMs);
    return () => clearTimeout(timer);
  }, [found]);

  // Sizes are told between layout and paint, so holding on to the end is never seen as a jump.
  useEffect(() => {
    const element = scroller.current;
    const content = element?.lastElementChild;
    if (!element || !content) return undefined;
    const observer = new ResizeObserver(settle);
    observer.observe(element);
    observer.observe(content);
    return () => observer.disconnect();
  }, [settle]);

  // Only two things move the view: the unread line, when it first shows, and a new end of the list.
  const shown = useRef<{ unread: boolean; endKey: string | undefined }>({ unread: false, endKey: undefined });
  useLayoutEffect(() => {
    const newest = items.at(-1);
    const { unread, endKey } = shown.current;
    shown.current = { unread: unread || items.some((item) => item.kind === "unread"), endKey: newest?.key };
    if (shown.current.unread && !unread && hold.current === "end") {
      hold.current = "unread";
      settle();
    } else if (newest && newest.key !== endKey) {
      const waits = newest.kind === "message" && (newest.row.send === "queued" || newest.row.send === "sending");
      if (hold.current === "end" || (waits && endKey !== undefined)) toEnd();
    }
  }, [items, settle, toEnd]);

  // Virtua answers growth at the start by scrolling and then waits for the scroll event: where all fits there would be none.
  useLayoutEffect(() => {
    const element = scroller.current;
    if (shift && element && element.scrollHeight <= element.clientHeight) element.dispatchEvent(new Event("scroll"));
  }, [items, shift]);

  const look = useCallback(() => {
    const handle = virtual.current;
    if (!handle) return;
    const { scrollSize, viewportSize, scrollOffset } = handle;
    const near = scrollSize - viewportSize - scrollOffset < nearPx;
    const byHand = Date.now() < byHandUntil.current;
    if (byHand) hold.current = near ? "end" : null;
    const atEnd = near || hold.current === "end";
    setPlace((before) => {
      const seenKey = atEnd ? lastKey : before.seenKey;
      return before.atEnd === atEnd && before.seenKey === seenKey ? before : { atEnd, seenKey };
    });
    if (measured && naming) {
      const [top, bottom] = [handle.findItemIndex(scrollOffset), handle.findItemIndex(scrollOffset + viewportSize)];
      meet(items.slice(top, bottom + 1).map(({ key }) => key));
    }
    if (hasOlder && !loadingOlder && (scrollSize <= viewportSize || (byHand && scrollOffset < aheadPx))) onLoadOlder();
  }, [hasOlder, loadingOlder, lastKey, items, measured, naming, meet, onLoadOlder]);

  useEffect(() => look(), [look, items]);

  useSeen(place.atEnd, `${lastKey} ${lastSeq}`, onSeen);

  const hideDay = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(hideDay.current), []);
  const onHand = () => {
    byHandUntil.current = Date.now() + handMs;
  };
  // The browser would go to where the end is estimated to be: what is drawn there may be taller.
  const onEndKey = (event: KeyboardEvent) => {
    event.preventDefault();
    byHandUntil.current = 0;
    toEnd();
  };
  // Told of the empty view first, then of the rows in it.
  const onResize = () =>
    setMeasured((before) => before || Boolean(scroller.current?.lastElementChild?.childElementCount));
  const onScroll = (offset: number) => {
    // Momentum goes on after the finger has left, so every step of it renews the time.
    const byHand = Date.now() < byHandUntil.current;
    if (byHand) onHand();
    look();
    const item = items[virtual.current?.findItemIndex(offset + 40) ?? 0];
    if (!byHand || !item) return;
    setDay((before) =>
      before.shown && before.at !== null && dayNumber(before.at) === dayNumber(item.at)
        ? before
        : { at: item.at, shown: true },
    );
    clearTimeout(hideDay.current);
    hideDay.current = setTimeout(() => setDay((before) => ({ ...before, shown: false })), 1200);
  };
  const hintId = useId();
  const walk = useMessageWalk(items, virtual, () => hasOlder && !loadingOlder && onLoadOlder());
  const seenAt = place.atEnd ? items.length - 1 : items.findIndex((item) => item.key === place.seenKey);
  const fresh = items.slice(seenAt + 1).filter((item) => item.kind === "message" && item.row.send === null).length;

  return (
    <div className="relative min-h-0 flex-1">
      <p id={hintId} hidden>
        {t("conversation.walk")}
      </p>
      <FloatingDay at={day.at} now={now} shown={day.shown} />
      {loadingOlder ? (
        <div role="status" className="pointer-events-none absolute inset-x-0 top-3 z-10 flex justify-center">
          <span className="rounded-full bg-surface p-2 shadow-float">
            <Spinner />
          </span>
          <span className="sr-only">{t("conversation.older")}</span>
        </div>
      ) : null}
      <div
        ref={scroller}
        role="log"
        aria-live="off"
        aria-busy={loadingOlder}
        aria-label={t("conversation.timeline", { title: conversationTitle(t, row) })}
        aria-describedby={hintId}
        tabIndex={0}
        onWheel={onHand}
        onTouchMove={onHand}
        onPointerDown={onHand}
        onKeyDown={(event) => {
          if (event.key === "End" && event.target === event.currentTarget) return onEndKey(event);
          onHand();
          walk.onKeyDown(event);
        }}
        onFocus={walk.onFocus}
        onBlur={walk.onBlur}
        data-measured={measured}
        className="flex h-full flex-col overflow-y-auto overscroll-contain -outline-offset-2 data-[measured=false]:*:invisible [overflow-anchor:none]"
      >
        <div className="flex-1" />
        <Virtualizer
          ref={virtual}
          data={items}
          shift={shift}
          keepMounted={walk.kept}
          onScroll={onScroll}
          onResize={onResize}
        >
          {(item) => (
            <Column key={item.key} found={found === item.key}>
              <Item item={item} view={view} now={now} many={many} selected={selected} />
            </Column>
          )}
        </Virtualizer>
      </div>
      <TimelineJumps named={left} onMeet={meet} atEnd={place.atEnd} fresh={fresh} onEnd={toEnd} />
    </div>
  );
}

function Column({ children, found }: { children: ReactNode; found: boolean }) {
  return (
    <div
      data-found={found || undefined}
      className="transition-colors duration-500 data-found:bg-accent-soft data-found:duration-100"
    >
      <div className="mx-auto w-full max-w-[53.75rem]">{children}</div>
    </div>
  );
}

interface ItemProps extends Pick<TimelineProps, "view" | "now" | "selected"> {
  item: TimelineItem;
  many: boolean;
}

function Item({ item, view, now, many, selected }: ItemProps) {
  switch (item.kind) {
    case "beginning":
      return <Beginning row={view.row} />;
    case "day":
      return <DayLabel at={item.at} now={now} />;
    case "unread":
      return <UnreadLine />;
    case "row":
      return <PlainRow row={item.row} seal={view.row.seal} />;
    case "message": {
      const { row, first, last } = item;
      const chosen = selected && row.hash ? selected.has(item.key) : null;
      const message = <MessageItem {...{ row, first, last, many }} selected={chosen} />;
      return row.folded ? <FoldedMessage>{message}</FoldedMessage> : message;
    }
  }
}
