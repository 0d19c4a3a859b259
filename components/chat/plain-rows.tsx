"use client";
/** Owns the rows that are not messages: events, what could not be shown, what is gone. None of them can be imitated by text. */
import {
  Eraser,
  CircleSlash,
  FileQuestion,
  Hourglass,
  KeyRound,
  LogOut,
  MessageSquareOff,
  PenLine,
  RefreshCw,
  ShieldCheck,
  ShieldMinus,
  ShieldPlus,
  Timer,
  UserMinus,
  UserPlus,
} from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "@/components/ui/cn";
import { Seal, type SealState } from "@/components/ui/seal";
import type { SystemEvent, TimelineRow } from "@/lib/chat/view";
import { errorWords } from "@/lib/i18n/error-words";
import { useFormat, useTranslate } from "@/lib/i18n/language";
import { systemWords } from "./system-words";
import type { MessageRow } from "./timeline-items";

const eventIcons: Readonly<Record<Exclude<SystemEvent["kind"], "created">, ReactNode>> = {
  added: <UserPlus />,
  made: <Seal state="open" />,
  joined: <UserPlus />,
  slow: <Timer />,
  purged: <Eraser />,
  removed: <UserMinus />,
  left: <LogOut />,
  "key-changed": <KeyRound />,
  "moderator-joined": <ShieldCheck />,
  "moderator-left": <ShieldCheck />,
  policy: <Timer />,
  lifetime: <Timer />,
  "may-add": <UserPlus />,
  "admin-named": <ShieldPlus />,
  "admin-unnamed": <ShieldMinus />,
  renamed: <PenLine />,
  rotated: <RefreshCw />,
};

export interface PlainRowProps {
  row: Exclude<TimelineRow, MessageRow>;
  /** Of the conversation: what began unsealed shows no closed seal. */
  seal: SealState;
}

export function PlainRow({ row, seal }: PlainRowProps) {
  const t = useTranslate();
  switch (row.type) {
    case "system": {
      const alarming = row.event.kind === "key-changed" || row.event.kind === "moderator-joined";
      const began = <Seal state={seal === "open" ? "open" : "closed"} />;
      const icon = row.event.kind === "created" ? began : eventIcons[row.event.kind];
      return (
        <EventLine icon={icon} at={row.at} alarming={alarming}>
          {systemWords(t, row.event)}
        </EventLine>
      );
    }
    case "unreadable": {
      if (row.code === "E_EPOCH_KEY")
        return (
          <Notice
            icon={<KeyRound />}
            title={row.author ? t("row.noKeyBy", { name: row.author.name }) : t("row.noKey")}
          />
        );
      const { what, next, code } = errorWords(t, row.code);
      return (
        <Notice
          icon={<Seal state="broken" />}
          title={row.author ? t("row.unreadableBy", { name: row.author.name }) : t("row.unreadable")}
        >
          <details>
            <summary className="inline-flex min-h-7 cursor-pointer items-center rounded-6 font-medium text-accent hover:underline pointer-coarse:min-h-11">
              {t("row.why")}
            </summary>
            <p>
              {what} {next}
            </p>
            <p className="text-12 text-faint">{t("app.code", { code })}</p>
          </details>
        </Notice>
      );
    }
    case "unsupported":
      return <Notice icon={<FileQuestion />} title={t("row.unsupported", { name: row.author.name })} />;
    case "void":
      return <Notice icon={<CircleSlash />} title={t("row.void", { name: row.author.name })} quiet />;
    case "tombstone": {
      if (row.reason === "expired")
        return (
          <EventLine icon={<Hourglass />} at={row.at} alarming={false}>
            {t("lifetime.expired", { count: row.count ?? 1 })}
          </EventLine>
        );
      const words = { author: "row.tombstoneAuthor", removed: "row.tombstoneRemoved" } as const;
      return (
        <Notice
          icon={<MessageSquareOff />}
          title={
            row.by ? t(row.by.me ? "row.deletedByMe" : "row.deletedBy", { name: row.by.name }) : t(words[row.reason])
          }
          quiet
        />
      );
    }
  }
}

/** A line across the whole width: something happened to the conversation itself. */
function EventLine(props: { icon: ReactNode; at: number; alarming: boolean; children: ReactNode }) {
  const format = useFormat();
  return (
    <div className="flex items-center gap-3 px-4 py-3 text-13 text-muted">
      <span aria-hidden="true" className="h-px min-w-4 flex-1 bg-line" />
      <span
        className={cn(
          "flex min-w-0 items-center gap-2 text-center [&_svg]:size-4 [&_svg]:shrink-0",
          props.alarming && "font-medium text-caution",
        )}
      >
        {props.icon}
        <span className="text-balance" title={format.full(props.at)}>
          {props.children}
        </span>
      </span>
      <span aria-hidden="true" className="h-px min-w-4 flex-1 bg-line" />
    </div>
  );
}

/** A dashed frame in the place of a message. */
function Notice(props: { icon: ReactNode; title: string; quiet?: boolean; children?: ReactNode }) {
  return (
    <div className="px-4 pt-2.5">
      <div
        className={cn(
          "inline-flex max-w-[min(32rem,100%)] items-start gap-2 rounded-16 border border-dashed px-3 py-2 text-13 [&_svg]:mt-px [&_svg]:size-4 [&_svg]:shrink-0",
          props.quiet ? "border-line text-muted" : "border-edge/70 text-ink",
        )}
      >
        {props.icon}
        <div className="min-w-0 text-muted">
          <p className={cn(!props.quiet && "font-medium text-ink")}>{props.title}</p>
          {props.children}
        </div>
      </div>
    </div>
  );
}
