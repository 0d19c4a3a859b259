"use client";
/** Owns an invitation to a talk: what, when, where, and the answers of those who are invited. */
import { CalendarClock, MapPin } from "lucide-react";
import { cn } from "@/components/ui/cn";
import type { InviteView, MessageRow } from "@/lib/chat/view-message";
import { useFormat, useTranslate } from "@/lib/i18n/language";
import { useMessageActs } from "./message-acts";

export function InviteCard({ row, invite, own }: { row: MessageRow; invite: InviteView; own: boolean }) {
  const t = useTranslate();
  const format = useFormat();
  const { say } = useMessageActs();
  const { hash } = row;
  return (
    <div className="flex w-80 max-w-full flex-col gap-2 py-1">
      <p className="text-12 opacity-80">{t("invite.kind")}</p>
      <p dir="auto" className="-mt-1.5 font-semibold [overflow-wrap:anywhere]">
        {row.text}
      </p>
      <p className="flex items-start gap-2 text-15 [&_svg]:mt-0.5 [&_svg]:size-4 [&_svg]:shrink-0">
        <CalendarClock aria-hidden="true" />
        <time dateTime={new Date(invite.start).toISOString()}>
          {t("invite.when", { time: format.full(invite.start), count: invite.minutes })}
        </time>
      </p>
      {invite.place ? (
        <p className="flex items-start gap-2 text-15 [&_svg]:mt-0.5 [&_svg]:size-4 [&_svg]:shrink-0">
          <MapPin aria-hidden="true" />
          <span dir="auto" className="[overflow-wrap:anywhere]">
            {invite.place}
          </span>
        </p>
      ) : null}
      {invite.note ? (
        <p dir="auto" className="text-15 whitespace-pre-wrap opacity-90 [overflow-wrap:anywhere]">
          {invite.note}
        </p>
      ) : null}
      {own || !hash ? null : (
        <div role="group" aria-label={t("invite.answer")} className="flex gap-1.5 pt-0.5">
          {(["yes", "maybe", "no"] as const).map((answer) => (
            <button
              key={answer}
              type="button"
              aria-pressed={invite.mine === answer}
              onClick={() => say({ t: "answer", of: hash, a: answer })}
              className={cn(
                "h-9 flex-1 rounded-10 border text-13 font-medium transition-colors duration-100 pointer-coarse:h-11",
                invite.mine === answer
                  ? "border-accent-fill bg-accent-fill text-on-accent"
                  : "border-edge/45 hover:bg-fill",
              )}
            >
              {t(`invite.${answer}`)}
            </button>
          ))}
        </div>
      )}
      {invite.answers.length > 0 ? (
        <ul className="text-13 opacity-90">
          {invite.answers.map(({ person, answer }) => (
            <li key={person.userId}>
              {t("invite.answered", {
                name: person.me ? t("message.you") : person.name,
                answer: t(`invite.${answer}`),
              })}
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}
