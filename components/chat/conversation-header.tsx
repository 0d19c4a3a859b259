"use client";
/** Owns the head of a conversation: who it is with, its seal, what it belongs to, and the way to details. */
import { handleText } from "@/components/ui/handle";
import { ArrowLeft, PanelRight, Search } from "lucide-react";
import Link from "next/link";
import { IconButton, iconButtonStyle } from "@/components/ui/icon-button";
import { cn } from "@/components/ui/cn";
import { OneLine } from "@/components/ui/one-line";
import { Seal } from "@/components/ui/seal";
import type { ConversationRow } from "@/lib/chat/view";
import { useTranslate } from "@/lib/i18n/language";
import { AutomatedMark } from "./automated-mark";
import { ContextChip } from "./context-chip";
import { conversationTitle } from "./conversation-title";
import { ConversationAvatar } from "./conversation-avatar";
import { onlyOther } from "./people-words";
import { PresenceWords } from "./presence";

export interface ConversationHeaderProps {
  row: ConversationRow;
  /** How many are in an open room; of sealed conversations the row knows. */
  members?: number | undefined;
  /** Ids of those who have this conversation open. */
  present: readonly string[];
  detailsOpen: boolean;
  onDetails: () => void;
  finding?: boolean;
  /** Opens the line in which one looks for messages here. */
  onFind?: (() => void) | undefined;
}

export function ConversationHeader(props: ConversationHeaderProps) {
  const { row, members = row.people.length + 1, present, detailsOpen, onDetails, finding, onFind } = props;
  const t = useTranslate();
  const other = onlyOther(row.kind, row.people);
  const second = other ? (
    <PresenceWords userId={other.userId} here={present.includes(other.userId)} otherwise={handleText(other.handle)} />
  ) : row.kind === "note" ? (
    t("conversation.onlyYou")
  ) : present.length > 0 ? (
    t("presence.membersHere", { count: members, here: present.length })
  ) : (
    t("conversation.members", { count: members })
  );
  return (
    <header className="shrink-0 border-b border-line pt-[env(safe-area-inset-top)]">
      <div className="flex h-16 items-center gap-3 ps-4 pe-3 max-md:ps-2">
        <Link
          href="/chats"
          prefetch={false}
          aria-label={t("nav.backToList")}
          data-tip={t("nav.backToList")}
          className={`${iconButtonStyle()} md:hidden`}
        >
          <ArrowLeft className="rtl:-scale-x-100" />
        </Link>
        <ConversationAvatar row={row} stamped={false} />
        <div className="min-w-0 flex-1">
          <div className="flex items-center gap-2">
            <h1 className="min-w-0 text-15 font-semibold">
              <OneLine>{conversationTitle(t, row)}</OneLine>
            </h1>
            {other ? <AutomatedMark person={other} /> : null}
            {row.context ? <ContextChip context={row.context} className="max-w-[55%] max-md:hidden" /> : null}
          </div>
          <p className="flex min-w-0 items-center gap-1 text-13 text-muted">
            {row.context && !row.context.ended ? <ContextChip context={row.context} className="md:hidden" /> : null}
            <span className={cn("truncate", row.context && !row.context.ended && "max-md:hidden")}>{second}</span>
            <span aria-hidden="true">·</span>
            <Seal state={row.seal} className="size-3.5" />
            <span className="shrink-0">{t(`seal.short.${row.seal}`)}</span>
          </p>
        </div>
        {onFind ? (
          <IconButton label={t("search.inConversation")} aria-expanded={finding} onClick={onFind}>
            <Search />
          </IconButton>
        ) : null}
        <IconButton
          label={t(detailsOpen ? "conversation.closeDetails" : "conversation.details")}
          aria-expanded={detailsOpen}
          onClick={onDetails}
        >
          <PanelRight className="rtl:-scale-x-100" />
        </IconButton>
      </div>
    </header>
  );
}
