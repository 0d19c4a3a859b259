"use client";
/** Owns the picture of a conversation: its person or group, stamped with the seal. */
import { Avatar, type AvatarProps } from "@/components/ui/avatar";
import { cn } from "@/components/ui/cn";
import { Seal } from "@/components/ui/seal";
import type { ConversationRow } from "@/lib/chat/view";
import { useTranslate } from "@/lib/i18n/language";
import { onlyOther } from "./people-words";
import { OnlineDot } from "./presence";

export interface ConversationAvatarProps {
  row: ConversationRow;
  size?: AvatarProps["size"];
  /** False where the seal stands in words beside it. */
  stamped?: boolean;
}

export function ConversationAvatar({ row, size = "normal", stamped = true }: ConversationAvatarProps) {
  const t = useTranslate();
  const other = onlyOther(row.kind, row.people);
  const shape = row.kind === "note" ? "note" : other ? "person" : "group";
  return (
    <span className="relative shrink-0">
      <Avatar id={other?.userId ?? row.id} name={other?.name ?? row.title} shape={shape} size={size} />
      {other && size === "normal" ? <OnlineDot userId={other.userId} className="-end-0.5 -top-0.5" /> : null}
      {stamped ? (
        <span
          className={cn(
            "absolute -end-1 -bottom-1 flex rounded-full bg-(--behind,var(--canvas)) p-0.5",
            size === "huge" && "end-0 bottom-0",
          )}
        >
          <Seal
            state={row.seal}
            {...(row.seal === "closed" ? {} : { label: t(`seal.short.${row.seal}`) })}
            className={size === "huge" ? "size-6" : "size-4"}
          />
        </span>
      ) : null}
    </span>
  );
}
