"use client";
/** Owns a page in the place of a conversation: a way back, a title, and a column of content. */
import { ArrowLeft } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { cn } from "@/components/ui/cn";
import { iconButtonStyle } from "@/components/ui/icon-button";
import { useTranslate } from "@/lib/i18n/language";

export interface PaneProps {
  title: string;
  backHref: string;
  /** On wide screens the list is beside it, so that going back is not always needed. */
  backAlways?: boolean;
  children: ReactNode;
}

export function Pane({ title, backHref, backAlways = false, children }: PaneProps) {
  const t = useTranslate();
  return (
    <section aria-labelledby="pane-title" className="flex h-full min-h-0 flex-col">
      <header className="shrink-0 border-b border-line pt-[env(safe-area-inset-top)]">
        <div className="flex h-16 items-center gap-2 px-5 max-md:px-2">
          <Link
            href={backHref}
            aria-label={t("app.back")}
            data-tip={t("app.back")}
            className={cn(iconButtonStyle(), "-ms-2 max-md:ms-0", !backAlways && "md:hidden")}
          >
            <ArrowLeft className="rtl:-scale-x-100" />
          </Link>
          <h1 id="pane-title" className="truncate text-18 font-semibold tracking-tight">
            {title}
          </h1>
        </div>
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto">
        <div className="mx-auto w-full max-w-[35rem] px-5 pt-6 pb-[calc(3rem+env(safe-area-inset-bottom))]">
          {children}
        </div>
      </div>
    </section>
  );
}
