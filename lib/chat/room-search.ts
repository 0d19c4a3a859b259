/** Owns looking through open rooms: the server finds, and what it finds is merged with what this device found in sealed conversations. */
import { codeOf } from "@/lib/base/errors";
import type { SearchFound, SearchHit, SearchQuery } from "@/lib/crypto/search-api";
import { isTransient } from "./loading";
import type { Conversation } from "./conversation";
import type { ChatDeps } from "./deps";

const isOpen = ({ summary }: Conversation) => summary.class === "open";

/** Whether what is looked for may go to the server: in rooms alone, or where the person has asked for it. */
function isForServer({ conversations }: SearchQuery, rooms: ReadonlySet<string>, asked: boolean): boolean {
  return asked || (conversations !== null && conversations.length > 0 && conversations.every((id) => rooms.has(id)));
}

/**
 * Messages of both classes that fit, newest first. What somebody looks for in sealed conversations is not for the server:
 * without being asked to, rooms are found as far as this device has opened them. So they are without a network.
 */
export async function withRooms(
  deps: Pick<ChatDeps, "server" | "people">,
  all: readonly Conversation[],
  query: SearchQuery,
  own: SearchFound,
  asked: boolean,
): Promise<SearchFound> {
  const rooms = new Set(all.filter((each) => isOpen(each)).map(({ id }) => id));
  const wanted = query.conversations?.filter((id) => rooms.has(id)) ?? [...rooms];
  // Links, files and mentions are known on this device only.
  if (wanted.length === 0 || query.words.length === 0 || query.has.length > 0) return own;
  if (!isForServer(query, rooms, asked)) return own;
  const [only, more] = query.conversations ?? [];
  const served = await deps.server
    .roomSearch(query.words.join(" "), only !== undefined && more === undefined ? only : null)
    .catch((thrown: unknown) => {
      if (!isTransient(thrown) && codeOf(thrown) !== "E_INPUT") throw thrown;
      return null;
    });
  if (!served) return own;
  await deps.people.ensure(served.map(({ author }) => author)).catch(() => undefined);
  const hits = served.filter((hit) => wanted.includes(hit.conversation) && fits(hit, query));
  const counts: Record<string, number> = {};
  for (const [id, count] of Object.entries(own.counts)) if (!rooms.has(id)) counts[id] = count;
  for (const { conversation } of hits) counts[conversation] = (counts[conversation] ?? 0) + 1;
  const both: SearchHit[] = [...own.hits.filter(({ conversation }) => !rooms.has(conversation)), ...hits];
  return { hits: both.toSorted((a, b) => b.at - a.at || b.seq - a.seq).slice(0, query.max), counts };
}

function fits({ at, author }: Pick<SearchHit, "at" | "author">, { authors, after, before }: SearchQuery): boolean {
  if (authors && !authors.includes(author)) return false;
  return (after === null || at >= after) && (before === null || at < before);
}
