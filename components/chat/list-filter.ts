/** Owns which conversations a filter and a search leave. Pure. */
import type { ConversationRow } from "@/lib/chat/view";

export type ListFilter = "all" | "unread" | "groups";

export const listFilters: readonly ListFilter[] = ["all", "unread", "groups"];

const groupKinds: ReadonlySet<string> = new Set(["group", "course", "study", "room"]);

/** Rows that pass; order is kept. The search looks at titles, names, handles, what they belong to, and the last line. */
export function filterRows(
  rows: readonly ConversationRow[],
  filter: ListFilter,
  query: string,
): readonly ConversationRow[] {
  const wanted = fold(query);
  return rows.filter((row) => {
    if (filter === "unread" && row.unread === 0) return false;
    if (filter === "groups" && !groupKinds.has(row.kind)) return false;
    if (wanted === "") return true;
    const places = [row.title, row.last?.text, row.context?.title, row.context?.externalId].concat(
      row.people.flatMap((person) => [person.name, person.handle]),
    );
    return places.some((place) => place !== undefined && fold(place).includes(wanted));
  });
}

/** Case and accents do not matter; a leading at-sign neither. */
function fold(text: string): string {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().trim().replace(/^@/, "");
}
