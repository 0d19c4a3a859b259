"use client";
/** Owns the few verbs beside a message under a mouse: react, reply, more. Keys and fingers have the menu. */
import { Ellipsis, Reply, SmilePlus } from "lucide-react";
import { cn } from "@/components/ui/cn";
import { IconButton } from "@/components/ui/icon-button";
import type { MessageRow } from "@/lib/chat/view-message";
import { useFormat, useTranslate } from "@/lib/i18n/language";
import { useMessageActs } from "./message-acts";

/** `timed`: the time is not under the message already. */
export function MessageTools({ row, own, timed }: { row: MessageRow; own: boolean; timed: boolean }) {
  const t = useTranslate();
  const format = useFormat();
  const acts = useMessageActs();
  const { reply } = acts;
  return (
    <div
      className={cn(
        "absolute flex items-center text-12 whitespace-nowrap text-faint tabular-nums opacity-0 transition-opacity duration-100 group-focus-within/row:opacity-100 group-hover/row:opacity-100 has-data-popup-open:opacity-100 pointer-coarse:hidden",
        own ? "end-full me-1.5 flex-row-reverse" : "start-full ms-1.5",
      )}
    >
      {row.hash ? (
        <>
          <IconButton
            label={t("message.addReaction")}
            small
            tabIndex={-1}
            onClick={(event) => acts.pickEmoji(row, event.currentTarget)}
          >
            <SmilePlus />
          </IconButton>
          {reply ? (
            <IconButton label={t("message.reply")} small tabIndex={-1} onClick={() => reply(row)}>
              <Reply />
            </IconButton>
          ) : null}
        </>
      ) : null}
      <IconButton
        label={t("message.more")}
        small
        tabIndex={-1}
        aria-haspopup="menu"
        onClick={(event) => acts.openMenu(row, event.currentTarget)}
      >
        <Ellipsis />
      </IconButton>
      {timed ? (
        <time aria-hidden="true" className="px-1.5">
          {format.time(row.at)}
        </time>
      ) : null}
    </div>
  );
}
