"use client";
/** Owns telling assistive technology of new messages, politely and once each. */
import { useEffect, useRef, useState } from "react";
import type { TimelineRow } from "@/lib/chat/view";
import { useTranslate } from "@/lib/i18n/language";
import { type Heard, newlyHeard, stillThere } from "./newly-heard";

export function Announcer({ timeline }: { timeline: readonly TimelineRow[] }) {
  const t = useTranslate();
  const [lines, setLines] = useState<readonly Heard[]>([]);
  const newestSeq = useRef<number | null>(null);
  useEffect(() => {
    const { newest, heard } = newlyHeard(timeline, newestSeq.current);
    newestSeq.current = newest;
    if (heard.length > 0) setLines(heard);
  }, [timeline]);
  return (
    // Each line is an element of its own: two messages of the same words are both heard.
    <div role="status" aria-atomic="false" aria-relevant="additions" className="sr-only">
      {stillThere(lines, timeline).map((line) => (
        <p key={line.seq}>
          {"count" in line
            ? t("conversation.jumpNew", { count: line.count })
            : t("conversation.announce", { name: line.name, text: line.text })}
        </p>
      ))}
    </div>
  );
}
