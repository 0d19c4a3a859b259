/** Owns what the screen sees of a search: hits by conversation, with the people who wrote them. Pure. */
import { fold } from "@/lib/base/fold";
import type { SearchFound } from "@/lib/crypto/search-api";
import type { TypedQuery } from "./search-query";
import type { ConversationRow, PersonView, SearchHitView, SearchView } from "./view";

export const idleSearch: SearchView = { phase: "idle", words: [], groups: [], total: 0, progress: null };

/** Hits of conversations that are no longer in the list are left out. */
export function searchView(
  typed: TypedQuery,
  { hits, counts }: SearchFound,
  rows: readonly ConversationRow[],
  person: (userId: string) => PersonView,
  progress: SearchView["progress"],
): SearchView {
  const byId = new Map(rows.map((row) => [row.id, row]));
  const groups = new Map<string, { row: ConversationRow; count: number; hits: SearchHitView[] }>();
  for (const { conversation, seq, at, author, text } of hits) {
    const row = byId.get(conversation);
    if (!row) continue;
    const group = groups.get(conversation) ?? { row, count: counts[conversation] ?? 0, hits: [] };
    group.hits.push({ conversation, seq, at, author: person(author), text });
    groups.set(conversation, group);
  }
  const total = Object.entries(counts).reduce((sum, [id, count]) => sum + (byId.has(id) ? count : 0), 0);
  const words = typed.words.map((word) => fold(word)).filter((word) => word !== "");
  return { phase: "found", words, groups: [...groups.values()], total, progress };
}
