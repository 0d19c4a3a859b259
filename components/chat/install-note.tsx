"use client";
/** Owns the offer to install: one calm line, answered once. */
import { MonitorDown, X } from "lucide-react";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { useTranslate } from "@/lib/i18n/language";

export interface InstallNoteProps {
  /** prompt: the browser asks · menu: by the share menu · none: silence. */
  way: "prompt" | "menu" | "none";
  ask: () => void;
  decline: () => void;
}

export function InstallNote({ way, ask, decline }: InstallNoteProps) {
  const t = useTranslate();
  if (way === "none") return null;
  return (
    <div className="mx-2 mb-1 flex items-center gap-2.5 rounded-10 bg-fill ps-3 pe-1 py-1 text-13 text-muted">
      <MonitorDown aria-hidden="true" className="size-4 shrink-0" />
      <span className="min-w-0 flex-1 py-1">{t(way === "prompt" ? "offline.install" : "offline.installByMenu")}</span>
      {way === "prompt" ? (
        <Button look="quiet" size="small" className="px-2 text-accent" onClick={ask}>
          {t("offline.installNow")}
        </Button>
      ) : null}
      <IconButton label={t("offline.installNever")} small onClick={decline}>
        <X />
      </IconButton>
    </div>
  );
}
