"use client";
/** Owns the layout of the messenger: the list beside what is chosen, or one of them on phones. */
import { type ReactNode, useState } from "react";
import { listWidths } from "@/components/ui/preferences";
import { prefer, usePreferences } from "@/components/ui/use-preferences";
import { ResizeHandle } from "@/components/ui/resize-handle";
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
  const { listWidth } = usePreferences();
  const [moving, setMoving] = useState<number | null>(null);
  const width = moving ?? listWidth;
  return (
    <div className="flex h-dvh overflow-hidden" style={{ "--list": `${width / 16}rem` }}>
      <a
        href="#main"
        className="absolute start-2 top-2 z-20 -translate-y-16 rounded-10 bg-ink px-3 py-2 text-canvas focus:translate-y-0"
      >
        {t("app.skip")}
      </a>
      <div
        id="list"
        className={cn(
          "relative w-(--list) max-w-[45%] shrink-0 border-e border-line max-md:w-full max-md:max-w-none max-md:border-e-0",
          phoneShows === "main" && "max-md:hidden",
        )}
      >
        {list}
        <ResizeHandle
          label={t("nav.listWidth")}
          controls="list"
          width={width}
          {...listWidths}
          onWidth={setMoving}
          onSettled={(settled) => {
            setMoving(null);
            prefer({ listWidth: settled });
          }}
        />
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
