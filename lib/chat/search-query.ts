/** Owns what a person types when they look for messages: words, and conditions such as `from:bob` or `has:link`. Pure. */
import { fold } from "@/lib/base/fold";
import type { SearchMark, SearchQuery } from "@/lib/crypto/search-api";
import type { ConversationRow } from "./view";

/** As typed; names are not resolved yet. */
export interface TypedQuery {
  readonly words: readonly string[];
  readonly from: readonly string[];
  readonly in: readonly string[];
  readonly has: readonly SearchMark[];
  /** ms since 1970, the person's own midnight. */
  readonly after: number | null;
  readonly before: number | null;
}

const marks: Readonly<Record<string, SearchMark>> = {
  link: "link",
  links: "link",
  file: "file",
  files: "file",
  mention: "mention",
  mentions: "mention",
};

/** `name:value`, `name:"several words"`, `"a phrase"`, or a word. */
const piece = /(?:(from|in|has|before|after):)?(?:"([^"]*)"?|(\S+))/giu;

/** Hits shown at once; there may be more. */
const maxHits = 200;

/** Reads what was typed. A condition that makes no sense, such as `before:soon`, is a word like any other. */
export function parseQuery(text: string): TypedQuery {
  const query = { words: [] as string[], from: [] as string[], in: [] as string[], has: [] as SearchMark[] };
  let [after, before]: (number | null)[] = [null, null];
  for (const [whole, name, quoted, plain] of text.matchAll(piece)) {
    const value = (quoted ?? plain ?? "").trim();
    const condition = name?.toLowerCase();
    const day = condition === "before" || condition === "after" ? startOfDay(value) : null;
    const mark = condition === "has" ? marks[value.toLowerCase()] : undefined;
    if (value === "" || value === '"') continue;
    if (condition === "from") query.from.push(value.replace(/^@/, ""));
    else if (condition === "in") query.in.push(value);
    else if (mark) query.has.push(mark);
    else if (condition === "before" && day !== null) before = day;
    else if (condition === "after" && day !== null) after = day;
    else query.words.push(name ? whole : value);
  }
  return { ...query, after: after ?? null, before: before ?? null };
}

/** True if there is nothing to look for. */
export function isEmpty({ words, from, has, after, before, ...rest }: TypedQuery): boolean {
  const conditions = [...from, ...rest.in, ...has];
  return (
    words.every((word) => fold(word).trim() === "") && conditions.length === 0 && after === null && before === null
  );
}

/**
 * The query with ids in place of names. Names fit where they begin alike: of a person name or handle, of a conversation any
 * part of its title. `only`: one conversation, whatever was typed.
 */
export function resolveQuery(
  typed: TypedQuery,
  rows: readonly ConversationRow[],
  me: { readonly userId: string; readonly names: readonly string[] },
  only: string | null = null,
): SearchQuery {
  const { words, has, after, before } = typed;
  const titled = rows.filter((row) => typed.in.every((name) => fold(row.title).includes(fold(name))));
  const conversations = only !== null ? [only] : typed.in.length > 0 ? titled.map(({ id }) => id) : null;
  const people = new Map<string, readonly string[]>(
    rows.flatMap((row) => row.people.map((one) => [one.userId, [one.name, one.handle]] as const)),
  );
  people.set(me.userId, me.names);
  const wanted = typed.from.map((name) => fold(name));
  const fits = (names: readonly string[]) =>
    wanted.some((name) =>
      names.some((own) =>
        fold(own)
          .split(/\s+/)
          .some((_, at, parts) => parts.slice(at).join(" ").startsWith(name)),
      ),
    );
  const authors = wanted.length > 0 ? [...people].flatMap(([id, names]) => (fits(names) ? [id] : [])) : null;
  return { words, conversations, authors, has, after, before, max: maxHits };
}

/** Midnight, here, at the beginning of a day, month or year written as 2026-11-27, 2026-11 or 2026; null: none of them. */
function startOfDay(text: string): number | null {
  const match = /^(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?$/.exec(text);
  if (!match) return null;
  const [year, month, day] = [Number(match[1]), Number(match[2] ?? 1), Number(match[3] ?? 1)];
  const date = new Date(year, month - 1, day);
  return date.getMonth() === month - 1 && date.getDate() === day ? date.getTime() : null;
}
