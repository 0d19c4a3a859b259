"use client";
/** Owns the list pane: title, search, filters, rows, and what stands there while nothing does. */
import { Inbox, Search, SquarePen, X } from "lucide-react";
import Link from "next/link";
import { type KeyboardEvent, type ReactNode, useCallback, useState } from "react";
import { buttonStyle } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { cn } from "@/components/ui/cn";
import { IconButton, iconButtonStyle } from "@/components/ui/icon-button";
import type { MenuAnchor } from "@/components/ui/menu";
import { Skeleton } from "@/components/ui/skeleton";
import type { ConversationListView, ConversationRow, MarkingCommands } from "@/lib/chat/view";
import { useTranslate } from "@/lib/i18n/language";
import { ConnectionNote } from "./connection-note";
import { useCarried } from "./carried-row";
import { ConversationListRow } from "./conversation-row";
import { conversationTitle } from "./conversation-title";
import { floating } from "./lazily";
import { filterRows, type ListFilter } from "./list-filter";
import { ListFilters } from "./list-filters";
import type { RowMenuProps } from "./row-menu";
import { SearchConditions } from "./search-conditions";
import { useGrowing } from "./use-growing";

const RowMenu = floating(async () => (await import("./row-menu")).RowMenu);

export interface ConversationListProps {
  list: ConversationListView;
  selectedId: string | null;
  /** ms since 1970 */
  now: number;
  onReconnect: () => void;
  marking: MarkingCommands;
  /** Stands above the rows, for example a reminder. */
  notice?: ReactNode;
  /** Stands at the end of the title line. */
  account?: ReactNode;
  /** The messages that a query finds; they stand below the conversations it finds. */
  results?: (query: string) => ReactNode;
  /** Somebody is about to search. */
  onSearchNear?: () => void;
}

export function ConversationList(props: ConversationListProps) {
  const { list, selectedId, now, onReconnect, marking, notice, account, results, onSearchNear } = props;
  const t = useTranslate();
  const [menu, setMenu] = useState<RowMenuProps["at"]>(null);
  const openMenu = useCallback((row: ConversationRow, anchor: MenuAnchor) => setMenu({ row, anchor }), []);
  const [query, setQuery] = useState("");
  const [filter, setFilter] = useState<ListFilter>("all");
  const pinning = useCarried((id) => marking.pin(id, true), "[data-pinned]");
  const rows = filterRows(list.conversations, filter, query, (row) => conversationTitle(t, row));
  const { shown, end } = useGrowing(rows, `${filter} ${query}`);
  // It may have changed since it was pressed.
  const pressed = menu && (list.conversations.find(({ id }) => id === menu.row.id) ?? menu.row);

  return (
    <div className="flex h-full min-h-0 flex-col bg-sunken pt-[env(safe-area-inset-top)]">
      <header className="flex h-16 shrink-0 items-center gap-1 ps-5 pe-3">
        <h1 className="flex-1 truncate text-18 font-semibold tracking-tight">{t("list.title")}</h1>
        <Link
          href="/new"
          prefetch={false}
          aria-label={t("nav.new")}
          data-tip={t("nav.new")}
          className={iconButtonStyle()}
        >
          <SquarePen />
        </Link>
        {account}
      </header>
      <div className="flex flex-col gap-2 px-3 pb-2">
        <div className="relative">
          <Search
            aria-hidden="true"
            className="pointer-events-none absolute start-3 top-1/2 size-4 -translate-y-1/2 text-faint"
          />
          <input
            type="search"
            data-list-search=""
            aria-label={t("list.searchLabel")}
            placeholder={t("list.search")}
            value={query}
            onFocus={onSearchNear}
            onChange={(event) => setQuery(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === "Escape" && query !== "") {
                event.stopPropagation();
                setQuery("");
              } else if (event.key === "ArrowDown") focusRow(event, 0);
            }}
            className="h-9 w-full appearance-none rounded-10 bg-fill ps-9 pe-9 text-16 outline-offset-0 pointer-coarse:h-11 md:text-15 [&::-webkit-search-cancel-button]:hidden"
          />
          {query !== "" ? (
            <span className="absolute inset-y-0 end-0.5 flex items-center">
              <IconButton label={t("list.clearSearch")} small onClick={() => setQuery("")}>
                <X />
              </IconButton>
            </span>
          ) : null}
        </div>
        {query !== "" && results ? (
          <SearchConditions query={query} onQuery={setQuery} />
        ) : (
          <ListFilters list={list} filter={filter} onFilter={setFilter} marking={marking} />
        )}
      </div>
      <ConnectionNote connection={list.connection} queued={list.queued} onRetry={onReconnect} />
      {query === "" ? notice : null}
      <nav
        aria-label={t("list.title")}
        onKeyDown={moveBetweenRows}
        {...pinning.handlers}
        className={cn(
          "min-h-0 flex-1 overflow-y-auto overscroll-contain px-2 pb-[calc(0.5rem+env(safe-area-inset-bottom))]",
          pinning.over && "[&_[data-pinned]]:outline-2 [&_[data-pinned]]:outline-accent",
        )}
      >
        {list.phase === "loading" && rows.length === 0 ? (
          <ListSkeleton />
        ) : rows.length > 0 ? (
          <ul>
            {shown.map((row) => (
              <li key={row.id}>
                <ConversationListRow row={row} selected={row.id === selectedId} now={now} onMenu={openMenu} />
              </li>
            ))}
            {end}
          </ul>
        ) : query !== "" && results ? null : (
          <NothingListed filter={filter} query={query.trim()} />
        )}
        {query !== "" ? results?.(query) : null}
      </nav>
      {menu || RowMenu.isThere() ? (
        <RowMenu
          at={menu && pressed && { ...menu, row: pressed }}
          folders={list.folders}
          marking={marking}
          onClose={() => setMenu(null)}
        />
      ) : null}
    </div>
  );
}

function NothingListed({ filter, query }: { filter: ListFilter; query: string }) {
  const t = useTranslate();
  const start = (label: string) => (
    <Link href="/new" prefetch={false} className={buttonStyle({ look: "primary" })}>
      {label}
    </Link>
  );
  if (query !== "")
    return (
      <EmptyState
        title={t("list.noMatch", { query })}
        text={t("list.noMatchHint")}
        action={start(t("list.findPerson"))}
      />
    );
  if (filter === "unread") return <EmptyState title={t("list.noUnread")} />;
  if (filter === "requests") return <EmptyState title={t("list.noRequests")} />;
  if (filter === "groups") return <EmptyState title={t("list.noGroups")} />;
  if (filter === "favourites") return <EmptyState title={t("list.noFavourites")} text={t("list.markHint")} />;
  if (filter === "archived") return <EmptyState title={t("list.noArchived")} />;
  if (filter !== "all") return <EmptyState title={t("list.folderEmpty")} text={t("list.markHint")} />;
  return (
    <EmptyState icon={<Inbox />} title={t("list.emptyTitle")} text={t("list.empty")} action={start(t("list.start"))} />
  );
}

function ListSkeleton() {
  const t = useTranslate();
  return (
    <div role="status">
      <span className="sr-only">{t("list.loading")}</span>
      {[40, 28, 52, 36, 44, 32].map((width) => (
        <div key={width} className="flex h-(--row) items-center gap-3 px-2.5">
          <Skeleton className="size-11 rounded-full" />
          <span className="flex flex-1 flex-col gap-2">
            <span style={{ width: `${width}%` }}>
              <Skeleton className="h-3.5" />
            </span>
            <span style={{ width: `${width + 30}%` }}>
              <Skeleton className="h-3" />
            </span>
          </span>
        </div>
      ))}
    </div>
  );
}

/** Arrow keys walk the rows; the ends do not wrap, so that one knows where one is. */
function moveBetweenRows(event: KeyboardEvent) {
  const rows = [...document.querySelectorAll<HTMLElement>("[data-row]")];
  const at = rows.indexOf(document.activeElement as HTMLElement);
  if (at < 0) return;
  if (event.key === "ArrowDown") focusRow(event, Math.min(at + 1, rows.length - 1));
  else if (event.key === "ArrowUp") focusRow(event, Math.max(at - 1, 0));
  else if (event.key === "Home") focusRow(event, 0);
  else if (event.key === "End") focusRow(event, rows.length - 1);
}

function focusRow(event: KeyboardEvent, at: number) {
  const row = document.querySelectorAll<HTMLElement>("[data-row]")[at];
  if (!row) return;
  event.preventDefault();
  row.focus();
}
