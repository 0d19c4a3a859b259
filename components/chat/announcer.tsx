"use client";
/** Owns telling assistive technology of new messages, politely and once each. */
import { useEffect, useRef, useState } from "react";
import type { TimelineRow } from "@/lib/chat/view";
import { useTranslate } from "@/lib/i18n/language";

/** Longest part of a message that is read out unasked, in characters. */
const longest = 200;

export function Announcer({ timeline }: { timeline: readonly TimelineRow[] }) {
  const t = useTranslate();
  const [told, setTold] = useState({ key: "", words: "" });
  const newestSeq = useRef<number | null>(null);
  useEffect(() => {
    const before = newestSeq.current;
    const newest = timeline.findLast((row) => row.seq !== null);
    newestSeq.current = newest?.seq ?? before;
    if (before === null || !newest || newest.seq === null || newest.seq <= before) return;
    if (newest.type !== "message" || newest.send !== null) return;
    const text = newest.text.slice(0, longest);
    setTold({ key: newest.key, words: t("conversation.announce", { name: newest.author.name, text }) });
  }, [timeline, t]);
  // What is deleted, has expired or was cleared is not kept here either.
  const stands = timeline.some((row) => row.type === "message" && row.key === told.key);
  return (
    <div aria-live="polite" className="sr-only">
      {stands ? told.words : ""}
    </div>
  );
}
