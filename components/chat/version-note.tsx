"use client";
/** Owns saying that a new version waits, and taking it when the person agrees. */
import { Sparkles } from "lucide-react";
import { Button } from "@/components/ui/button";
import { useTranslate } from "@/lib/i18n/language";

export function VersionNote({ onTake }: { onTake: () => void }) {
  const t = useTranslate();
  return (
    <div role="status" className="mx-2 mb-1 flex items-center gap-2.5 rounded-10 bg-fill px-3 py-2 text-13 text-muted">
      <Sparkles aria-hidden="true" className="size-4 shrink-0" />
      <span className="min-w-0 flex-1">{t("offline.newVersion")}</span>
      <Button look="quiet" size="small" className="-me-2 px-2 text-accent" onClick={onTake}>
        {t("offline.takeVersion")}
      </Button>
    </div>
  );
}
