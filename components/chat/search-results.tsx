"use client";
/** Owns the messages that were found: by conversation, each a way to its place. */
import Link from "next/link";
import { Button } from "@/components/ui/button";
import { OneLine } from "@/components/ui/one-line";
import { Seal } from "@/components/ui/seal";
import { Spinner } from "@/components/ui/spinner";
import { findFolded } from "@/lib/base/fold";
import type { SearchHitView, SearchView } from "@/lib/chat/view";
import { useFormat, useTranslate } from "@/lib/i18n/language";
import { conversationTitle } from "./conversation-title";
import { excerpt } from "./excerpt";
import { MarkedText } from "./marked-text";
import { SearchProgress } from "./search-progress";

export interface SearchResultsProps {
  search: SearchView;
  /** ms since 1970 */
  now: number;
  /** Looks through open rooms on the server, too; null: there are none, or it has been done. */
  onServer?: (() => void) | null;
}

export function SearchResults({ search, now, onServer = null }: SearchResultsProps) {
  const t = useTranslate();
  const { phase, groups, total, words, progress } = search;
  if (phase === "idle") return null;
  // Nothing found yet is not nothing found.
  const looking = phase === "looking" || (total === 0 && progress !== null);
  return (
    <section aria-label={t("search.messages")}>
      <h2 role="status" className="flex items-center gap-2 px-2.5 pt-4 pb-1 text-12 font-semibold text-muted">
        {looking ? <Spinner /> : null}
        {looking ? t("search.looking") : total > 0 ? t("search.count", { count: total }) : t("search.none")}
      </h2>
      {progress ? <SearchProgress {...progress} /> : null}
      {groups.map(({ row, count, hits }) => (
        <div key={row.id} role="group" aria-label={conversationTitle(t, row)} className="pb-2">
          <div className="flex items-center gap-2 px-2.5 pt-2 pb-0.5 text-13">
            <OneLine className="font-semibold">{conversationTitle(t, row)}</OneLine>
            <span className="ms-auto text-12 text-faint tabular-nums">{count}</span>
          </div>
          <ul>
            {hits.map((hit) => (
              <li key={hit.seq}>
                <Hit hit={hit} words={words} now={now} />
              </li>
            ))}
          </ul>
        </div>
      ))}
      {onServer ? (
        <div className="px-2.5 pt-2 pb-4">
          <Button size="small" onClick={onServer}>
            <Seal state="open" />
            {t("rooms.searchServer")}
          </Button>
          <p className="mt-1.5 text-12 text-muted">{t("rooms.searchServerHint")}</p>
        </div>
      ) : null}
    </section>
  );
}

interface HitProps extends Pick<SearchResultsProps, "now"> {
  hit: SearchHitView;
  words: readonly string[];
}

function Hit({ hit, words, now }: HitProps) {
  const t = useTranslate();
  const format = useFormat();
  const text = hit.text.replace(/\s+/g, " ");
  return (
    <Link
      href={`/c/${hit.conversation}?at=${hit.seq}`}
      prefetch={false}
      data-row=""
      className="block rounded-10 px-2.5 py-1.5 outline-offset-[-2px] transition-colors duration-100 hover:bg-fill"
    >
      <span className="flex items-baseline gap-2 text-12 text-faint">
        <OneLine>{hit.author.me ? t("search.you") : hit.author.name}</OneLine>
        <time dateTime={new Date(hit.at).toISOString()} className="ms-auto shrink-0 tabular-nums">
          {format.listTime(hit.at, now)}
        </time>
      </span>
      <span dir="auto" className="line-clamp-2 text-13 break-words text-muted">
        <MarkedText text={text} words={words} from={excerpt(text, findFolded(text, words))} />
      </span>
    </Link>
  );
}
