"use client";
/** Owns what stands in place of a message of somebody whom the reader has blocked. */
import { EyeOff } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useTranslate } from "@/lib/i18n/language";

export function FoldedMessage({ children }: { children: ReactNode }) {
  const t = useTranslate();
  const [shown, setShown] = useState(false);
  if (shown) return children;
  return (
    <div className="flex items-center gap-2 px-4 py-1.5 text-13 text-faint">
      <EyeOff aria-hidden="true" className="size-4 shrink-0" />
      <span>{t("block.folded")}</span>
      <button
        type="button"
        onClick={() => setShown(true)}
        className="rounded-6 font-medium text-accent hover:underline pointer-coarse:min-h-11"
      >
        {t("block.show")}
      </button>
    </div>
  );
}
