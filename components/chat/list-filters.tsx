"use client";
/** Owns the filters above the list: fixed ones, and folders with what is unread in them. */
import { FilterChip } from "@/components/ui/chip";
import { cn } from "@/components/ui/cn";
import { OneLine } from "@/components/ui/one-line";
import { toast } from "@/components/ui/toast-queue";
import type { ConversationListView, FolderView, MarkingCommands } from "@/lib/chat/view";
import { useTranslate } from "@/lib/i18n/language";
import { useCarried } from "./carried-row";
import { sideWords } from "./context-words";
import { lazily } from "./lazily";
import { type ListFilter, offeredFilters } from "./list-filter";

const FolderLine = lazily(async () => (await import("./folder-line")).FolderLine);

export interface ListFiltersProps {
  list: ConversationListView;
  filter: ListFilter;
  onFilter: (filter: ListFilter) => void;
  marking: MarkingCommands;
}

export function ListFilters({ list, filter, onFilter, marking }: ListFiltersProps) {
  const t = useTranslate();
  const folder = list.folders.find(({ id }) => filter === `folder:${id}`);
  return (
    <>
      <div
        role="group"
        aria-label={t("list.filters")}
        className="-mx-3 flex [scrollbar-width:none] gap-1 overflow-x-auto px-3 py-1 [&::-webkit-scrollbar]:hidden"
      >
        {offeredFilters(list, filter).map((name) => (
          <Filter key={name} name={name} pressed={name === filter} onFilter={onFilter} {...{ list, marking }} />
        ))}
      </div>
      {folder ? <FolderLine folder={folder} marking={marking} onRemoved={() => onFilter("all")} /> : null}
    </>
  );
}

interface FilterProps extends Omit<ListFiltersProps, "filter"> {
  name: ListFilter;
  pressed: boolean;
}

/** A filter; where what it shows is a person's choice, a conversation can be dropped on it instead of choosing in the row's menu. */
function Filter({ name, pressed, list, onFilter, marking }: FilterProps) {
  const t = useTranslate();
  const folder = list.folders.find(({ id }) => name === `folder:${id}`);
  const put = folder
    ? (id: string) =>
        marking.putInFolder(folder.id, id, true).then(() => toast(t("list.folderNow", { name: folder.name })))
    : name === "favourites"
      ? (id: string) => marking.favourite(id, true)
      : name === "archived"
        ? (id: string) => marking.archive(id, true).then(() => toast(t("list.archivedNow")))
        : null;
  const { over, handlers } = useCarried(put);
  return (
    <FilterChip
      pressed={pressed}
      onClick={() => onFilter(name)}
      {...handlers}
      className={cn("shrink-0", over && "bg-accent-soft text-accent outline-2 -outline-offset-2 outline-accent")}
    >
      <FilterName name={name} folders={list.folders} />
    </FilterChip>
  );
}

function FilterName({ name, folders }: { name: ListFilter; folders: readonly FolderView[] }) {
  const t = useTranslate();
  const folder = folders.find(({ id }) => name === `folder:${id}`);
  if (name.startsWith("side:")) return sideWords(t, name.slice("side:".length));
  if (!folder) return t(`list.${name as "all" | "unread" | "requests" | "groups" | "favourites" | "archived"}`);
  return (
    <span className="inline-flex items-center gap-1.5">
      <OneLine className="max-w-40">{folder.name}</OneLine>
      {folder.unread > 0 ? (
        <span className="text-12 font-semibold tabular-nums opacity-80">
          <span aria-hidden="true">{folder.unread > 99 ? "99+" : folder.unread}</span>
          <span className="sr-only">{t("list.unreadCount", { count: folder.unread })}</span>
        </span>
      ) : null}
    </span>
  );
}
