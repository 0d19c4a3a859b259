"use client";
/** Owns a poll: its answers with how many chose them, choosing, and ending it. */
import { Check } from "lucide-react";
import { cn } from "@/components/ui/cn";
import type { MessageRow, PollView } from "@/lib/chat/view-message";
import { useFormat, useTranslate } from "@/lib/i18n/language";
import { useMessageActs } from "./message-acts";

export function PollCard({ row, poll, own }: { row: MessageRow; poll: PollView; own: boolean }) {
  const t = useTranslate();
  const format = useFormat();
  const { say } = useMessageActs();
  const { hash } = row;
  const most = Math.max(1, ...poll.options.map(({ people }) => people.length));
  const choose = (at: number) => {
    if (!hash) return;
    const mine = poll.options.flatMap((option, index) => (option.mine ? [index] : []));
    const others = poll.many ? mine.filter((index) => index !== at) : [];
    say({ t: "vote", of: hash, c: mine.includes(at) ? others : [...others, at] });
  };
  return (
    <div className="flex w-80 max-w-full flex-col gap-2 py-1">
      <p dir="auto" className="font-semibold [overflow-wrap:anywhere]">
        {row.text}
      </p>
      <p className="-mt-1.5 text-12 opacity-80">
        {t(poll.ended ? "poll.ended" : poll.many ? "poll.many" : "poll.one")}
      </p>
      <div role="group" aria-label={row.text} className="flex flex-col gap-1.5">
        {poll.options.map((option, at) => {
          const names = format.list(option.people.map((person) => (person.me ? t("message.you") : person.name)));
          return (
            <button
              key={option.text}
              type="button"
              aria-pressed={option.mine}
              disabled={poll.ended || !hash}
              data-tip={names || undefined}
              onClick={() => choose(at)}
              className={cn(
                "relative flex min-h-9 items-center gap-2 overflow-hidden rounded-10 border px-2.5 py-1 text-start text-15 pointer-coarse:min-h-11",
                own ? "border-white/30 enabled:hover:bg-white/10" : "border-edge/45 enabled:hover:bg-fill",
              )}
            >
              <span
                aria-hidden="true"
                style={{ width: `${(100 * option.people.length) / most}%` }}
                className={cn(
                  "absolute inset-y-0 start-0 transition-[width] duration-200 ease-out",
                  own ? "bg-white/18" : "bg-accent-soft",
                )}
              />
              <span
                aria-hidden="true"
                className={cn(
                  "relative flex size-4.5 shrink-0 items-center justify-center border [&_svg]:size-3.5",
                  poll.many ? "rounded-6" : "rounded-full",
                  own ? "border-white/60" : "border-edge",
                  option.mine && (own ? "bg-white text-own" : "border-accent-fill bg-accent-fill text-on-accent"),
                )}
              >
                {option.mine ? <Check strokeWidth={3} /> : null}
              </span>
              <span dir="auto" className="relative min-w-0 flex-1 [overflow-wrap:anywhere]">
                {option.text}
              </span>
              <span className="relative shrink-0 text-13 tabular-nums">{option.people.length}</span>
            </button>
          );
        })}
      </div>
      <p className="flex items-center justify-between gap-3 text-12 opacity-80">
        {t("poll.voters", { count: poll.voters })}
        {own && !poll.ended && hash ? (
          <button
            type="button"
            onClick={() => say({ t: "poll-end", of: hash })}
            className="reach rounded-6 px-1 font-medium underline-offset-2 hover:underline"
          >
            {t("poll.end")}
          </button>
        ) : null}
      </p>
    </div>
  );
}
