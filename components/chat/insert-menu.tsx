"use client";
/** Owns the button before the field: what can be sent besides text. */
import { CalendarClock, ChartBarBig, CircleDot, Link2, Plus, Video } from "lucide-react";
import { IconButton } from "@/components/ui/icon-button";
import { useTranslate } from "@/lib/i18n/language";
import { usePublicConfig } from "@/lib/session/use-public-config";
import { LazyMenu } from "./lazy-menu";

export type InsertKind = "poll" | "invite" | "status" | "link" | "call";

export function InsertMenu({ disabled, onInsert }: { disabled: boolean; onInsert: (kind: InsertKind) => void }) {
  const t = useTranslate();
  const calls = (usePublicConfig()?.callUrl ?? null) !== null;
  return (
    <LazyMenu
      side="top"
      align="start"
      trigger={
        <IconButton label={t("insert.label")} disabled={disabled} className="rounded-full">
          <Plus />
        </IconButton>
      }
      items={[
        { label: t("insert.poll"), icon: <ChartBarBig />, onSelect: () => onInsert("poll") },
        { label: t("insert.invite"), icon: <CalendarClock />, onSelect: () => onInsert("invite") },
        { label: t("insert.status"), icon: <CircleDot />, onSelect: () => onInsert("status") },
        { label: t("insert.link"), icon: <Link2 />, onSelect: () => onInsert("link") },
        ...(calls ? [{ label: t("insert.call"), icon: <Video />, onSelect: () => onInsert("call") }] : []),
      ]}
    />
  );
}
