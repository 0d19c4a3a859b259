"use client";
/** Owns the buttons at the lower edge of the timeline: to the next message that names this person, and to the newest one. */
import { ArrowDown, AtSign } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "@/components/ui/cn";
import type { NamedView } from "@/lib/chat/view-message";
import { useTranslate } from "@/lib/i18n/language";
import { useMessageActs } from "./message-acts";

export interface TimelineJumpsProps {
  /** Messages that name this person and have not been in view. */
  named: readonly NamedView[];
  onMeet: (keys: readonly string[]) => void;
  /** The newest message is in view. */
  atEnd: boolean;
  /** Messages that have come since it was. */
  fresh: number;
  onEnd: () => void;
}

export function TimelineJumps({ named, onMeet, atEnd, fresh, onEnd }: TimelineJumpsProps) {
  const t = useTranslate();
  const acts = useMessageActs();
  const [next] = named;
  return (
    <div
      className={cn(
        "pointer-events-none absolute end-4 z-10 flex flex-col items-end gap-2 *:pointer-events-auto",
        // At the end it would cover the newest message; what names this person is above.
        atEnd ? "top-3" : "bottom-3",
      )}
    >
      {next ? (
        <Jump
          words={t("conversation.jumpNamed", { count: named.length })}
          shown={named.length > 1 ? String(named.length) : null}
          onPress={() => {
            onMeet([next.key]);
            acts.jump(next.hash);
          }}
        >
          <AtSign aria-hidden="true" className="text-accent" />
        </Jump>
      ) : null}
      {atEnd ? null : (
        <Jump
          words={fresh > 0 ? t("conversation.jumpNew", { count: fresh }) : t("conversation.jump")}
          shown={fresh > 0 ? t("conversation.jumpNew", { count: fresh }) : null}
          onPress={onEnd}
        >
          <ArrowDown aria-hidden="true" className="text-muted" />
        </Jump>
      )}
    </div>
  );
}

/** `shown`: what stands beside the picture; `words`: what it does. */
function Jump(props: { words: string; shown: string | null; onPress: () => void; children: ReactNode }) {
  const { words, shown, onPress, children } = props;
  return (
    <button
      type="button"
      onClick={onPress}
      aria-label={words}
      className="touch relative flex h-10 min-w-10 animate-rise items-center justify-center gap-2 rounded-full bg-surface px-2.5 text-13 font-semibold shadow-float hover:bg-fill [&_svg]:size-5"
    >
      {shown === null ? null : <span className="ps-1.5 text-accent tabular-nums">{shown}</span>}
      {children}
    </button>
  );
}
