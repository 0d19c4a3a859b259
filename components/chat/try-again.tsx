"use client";
/** Owns the line that says what just failed, with the way to try it again. */
import { Button } from "@/components/ui/button";
import { useTranslate } from "@/lib/i18n/language";
import { FailureNote } from "./failure-note";

/** `thrown`: what was caught; null: nothing failed, and nothing is shown. */
export function TryAgain({ thrown, onRetry }: { thrown: unknown; onRetry: () => void }) {
  const t = useTranslate();
  if (thrown === null) return null;
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1 p-3">
      <FailureNote thrown={thrown} />
      <Button size="small" onClick={onRetry}>
        {t("app.retry")}
      </Button>
    </div>
  );
}
