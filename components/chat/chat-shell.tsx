"use client";
/** Owns the layout of the messenger: the list beside what is chosen, or one of them on phones. */
import type { ReactNode } from "react";
import { cn } from "@/components/ui/cn";
import { useTranslate } from "@/lib/i18n/language";

export interface ChatShellProps {
  list: ReactNode;
  children: ReactNode;
  /** Which of the two a phone shows. */
  phoneShows: "list" | "main";
}

export function ChatShell({ list, children, phoneShows }: ChatShellProps) {
  const t = useTranslate();
  return (
    <div className="flex h-dvh overflow-hidden">
      <a
        href="#main"
        className="absolute start-2 top-2 z-20 -translate-y-16 rounded-10 bg-ink px-3 py-2 text-canvas focus:translate-y-0"
      >
        {t("app.skip")}
      </a>
      <div
        className={cn(
          "w-[18.75rem] shrink-0 border-e border-line max-md:w-full max-md:border-e-0 xl:w-80",
          phoneShows === "main" && "max-md:hidden",
        )}
      >
        {list}
      </div>
      <main
        id="main"
        tabIndex={-1}
        className={cn("min-w-0 flex-1 outline-none", phoneShows === "list" && "max-md:hidden")}
      >
        {children}
      </main>
    </div>
  );
}
