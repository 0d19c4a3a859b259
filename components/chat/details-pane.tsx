"use client";
/** Owns where details stand: a third column on wide screens, a sheet on the others. */
import { X } from "lucide-react";
import { IconButton } from "@/components/ui/icon-button";
import { useMedia } from "@/components/ui/use-media";
import type { ConversationView, MembershipCommands } from "@/lib/chat/view";
import { useTranslate } from "@/lib/i18n/language";
import { floating, lazily } from "./lazily";

const DetailsPanel = lazily(async () => (await import("./details-panel")).DetailsPanel);
const Sheet = floating(async () => {
  const [ui] = await Promise.all([import("@/components/ui/sheet"), DetailsPanel.near()]);
  return ui.Sheet;
});

export interface DetailsPaneProps {
  view: ConversationView;
  commands: MembershipCommands;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

export function DetailsPane({ view, commands, open, onOpenChange }: DetailsPaneProps) {
  const t = useTranslate();
  const wide = useMedia("(min-width: 75rem)");
  if (!open) return null;
  if (!wide)
    return (
      <Sheet open onOpenChange={onOpenChange} title={t("details.title")} closeLabel={t("conversation.closeDetails")}>
        <DetailsPanel view={view} commands={commands} />
      </Sheet>
    );
  return (
    <aside
      aria-label={t("details.title")}
      className="flex w-[21.25rem] shrink-0 flex-col border-s border-line bg-canvas"
    >
      <div className="flex h-[calc(4rem+1px)] shrink-0 items-center justify-between border-b border-line ps-5 pe-3">
        <h2 className="text-15 font-semibold">{t("details.title")}</h2>
        <IconButton label={t("conversation.closeDetails")} onClick={() => onOpenChange(false)}>
          <X />
        </IconButton>
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto">
        <DetailsPanel view={view} commands={commands} />
      </div>
    </aside>
  );
}
