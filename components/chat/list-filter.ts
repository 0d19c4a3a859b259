/** Owns which conversations a filter and a search leave. Pure. */
import type { ConversationListView, ConversationRow } from "@/lib/chat/view";

export type ListFilter =
  | "all"
  | "unread"
  | "requests"
  | "groups"
  | "favourites"
  | "archived"
  | `folder:${string}`
  | `side:${string}`;

const groupKinds: ReadonlySet<string> = new Set(["group", "course", "study", "private", "room", "courseroom"]);

/** The filters there is a use for: what would be empty is not offered, except the one in force. */
export function offeredFilters({ conversations, folders }: ConversationListView, current: ListFilter): ListFilter[] {
  const some = (test: (row: ConversationRow) => boolean) => conversations.some(test);
  const asked: ListFilter[] = some(({ request }) => request === true) || current === "requests" ? ["requests"] : [];
  const always: ListFilter[] = ["all", "unread", ...asked, "groups"];
  if (some(({ flags }) => flags.favourite) || current === "favourites") always.push("favourites");
  const named = folders.map(({ id }): ListFilter => `folder:${id}`);
  // Who is always a buyer need not look for what they buy.
  const mine = new Set(conversations.flatMap(({ context }) => context?.side ?? []));
  if (current.startsWith("side:")) mine.add(current.slice("side:".length));
  const sides = mine.size > 1 ? [...mine].toSorted().map((side): ListFilter => `side:${side}`) : [];
  const archived: ListFilter[] = some(({ flags }) => flags.archived) || current === "archived" ? ["archived"] : [];
  return [...always, ...sides, ...named, ...archived];
}

/**
 * Rows that pass; order is kept. The search looks at titles, names, handles, what they belong to, and the last line, and
 * under "all" it finds what is archived, too.
 */
export function filterRows(
  rows: readonly ConversationRow[],
  filter: ListFilter,
  query: string,
  titleOf: (row: ConversationRow) => string,
): readonly ConversationRow[] {
  const wanted = fold(query);
  return rows.filter((row) => {
    if (!passes(row, filter, wanted !== "")) return false;
    if (wanted === "") return true;
    const places: (string | null | undefined)[] = [
      titleOf(row),
      row.last?.text,
      row.context?.title,
      row.context?.externalId,
    ].concat(row.people.flatMap((person) => [person.name, person.handle]));
    return places.some((place) => typeof place === "string" && fold(place).includes(wanted));
  });
}

function passes(
  { unread, kind, flags, request, context }: ConversationRow,
  filter: ListFilter,
  searching: boolean,
): boolean {
  switch (filter) {
    case "all":
      return searching || !flags.archived;
    case "unread":
      return !flags.archived && (unread > 0 || flags.markedUnread);
    case "requests":
      return request === true;
    case "groups":
      return !flags.archived && groupKinds.has(kind);
    case "favourites":
      return flags.favourite;
    case "archived":
      return flags.archived;
    default:
      if (filter.startsWith("side:")) return !flags.archived && context?.side === filter.slice("side:".length);
      return flags.folders.includes(filter.slice("folder:".length));
  }
}

/** Case and accents do not matter; a leading at-sign neither. */
function fold(text: string): string {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().trim().replace(/^@/, "");
}
