"use client";
/** Owns the line in which one looks for messages of one conversation, and goes from hit to hit. */
import { CalendarSearch, ChevronDown, ChevronUp, Search, X } from "lucide-react";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { IconButton } from "@/components/ui/icon-button";
import type { SearchView } from "@/lib/chat/view";
import { useTranslate } from "@/lib/i18n/language";
import { SearchProgress } from "./search-progress";

export interface ConversationFinderProps {
  query: string;
  onQuery: (query: string) => void;
  search: SearchView;
  onReach: (seq: number) => void;
  /** ms since 1970 */
  onReachTime: (at: number) => void;
  onClose: () => void;
}

export function ConversationFinder({ query, onQuery, search, onReach, onReachTime, onClose }: ConversationFinderProps) {
  const t = useTranslate();
  const hits = search.groups[0]?.hits ?? [];
  const [at, setAt] = useState(0);
  const newest = hits[0]?.seq;
  // The newest hit is shown as soon as it is found, once; more of the past below it changes nothing.
  const shown = useRef("");
  useEffect(() => {
    const asked = `${query} ${newest}`;
    if (newest === undefined || shown.current === asked) return;
    shown.current = asked;
    setAt(0);
    onReach(newest);
  }, [query, newest, onReach]);

  const step = (by: number) => {
    const next = Math.min(Math.max(at + by, 0), hits.length - 1);
    const hit = hits[next];
    if (!hit) return;
    setAt(next);
    onReach(hit.seq);
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.key === "Enter") step(event.shiftKey ? -1 : 1);
    else if (event.key === "ArrowUp") step(1);
    else if (event.key === "ArrowDown") step(-1);
    else if (event.key === "Escape") onClose();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const count =
    search.phase === "idle"
      ? ""
      : search.phase === "looking"
        ? t("search.looking")
        : hits.length === 0
          ? t("search.none")
          : t("search.place", { at: at + 1, count: search.total });
  return (
    <div role="search" className="shrink-0 border-b border-line bg-sunken">
      <div className="flex h-12 items-center gap-2 ps-4 pe-3">
        <Search aria-hidden="true" className="size-4 shrink-0 text-faint" />
        <input
          type="text"
          autoFocus
          enterKeyHint="search"
          aria-label={t("search.inConversation")}
          placeholder={t("search.inConversation")}
          value={query}
          onChange={(event) => onQuery(event.target.value)}
          onKeyDown={onKey}
          className="h-9 min-w-0 flex-1 bg-transparent text-16 outline-none md:text-15"
        />
        <span role="status" className="shrink-0 text-13 text-muted tabular-nums">
          {count}
        </span>
        {query === "" ? (
          <JumpToDate onReachTime={onReachTime} />
        ) : (
          <>
            <IconButton label={t("search.older")} small disabled={at >= hits.length - 1} onClick={() => step(1)}>
              <ChevronUp />
            </IconButton>
            <IconButton label={t("search.newer")} small disabled={at === 0} onClick={() => step(-1)}>
              <ChevronDown />
            </IconButton>
          </>
        )}
        <IconButton label={t("search.close")} small onClick={onClose}>
          <X />
        </IconButton>
      </div>
      {search.progress && query !== "" ? <SearchProgress {...search.progress} /> : null}
    </div>
  );
}

/** The browser's own calendar; a day begins where the reader is. */
function JumpToDate({ onReachTime }: Pick<ConversationFinderProps, "onReachTime">) {
  const t = useTranslate();
  const field = useRef<HTMLInputElement>(null);
  return (
    <span className="relative">
      <IconButton label={t("search.date")} small onClick={() => field.current?.showPicker()}>
        <CalendarSearch />
      </IconButton>
      <input
        ref={field}
        type="date"
        tabIndex={-1}
        aria-hidden="true"
        className="pointer-events-none absolute inset-0 opacity-0"
        onChange={({ target }) => target.value !== "" && onReachTime(new Date(`${target.value}T00:00`).getTime())}
      />
    </span>
  );
}
