"use client";
/** Owns the layout of the messenger: the list beside what is chosen, or one of them on phones. */
import { type ReactNode, useState } from "react";
import { listWidths } from "@/components/ui/preferences";
import { prefer, usePreferences } from "@/components/ui/use-preferences";
import { ResizeHandle } from "@/components/ui/resize-handle";
import { cn } from "@/components/ui/cn";
import { useTranslate } from "@/lib/i18n/language";
import { useBackSwipe } from "./use-back-swipe";

export interface ChatShellProps {
  list: ReactNode;
  children: ReactNode;
  /** Which of the two a phone shows. */
  phoneShows: "list" | "main";
  /** On a phone, what is shown can be swiped away to the list. */
  onBack?: (() => void) | undefined;
}

export function ChatShell({ list, children, phoneShows, onBack }: ChatShellProps) {
  const t = useTranslate();
  const { listWidth } = usePreferences();
  const [moving, setMoving] = useState<number | null>(null);
  const width = moving ?? listWidth;
  const { page, swiping, handlers } = useBackSwipe(onBack);
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
          phoneShows === "main" && !swiping && "max-md:hidden",
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
        ref={page}
        tabIndex={-1}
        {...handlers}
        className={cn(
          "min-w-0 flex-1 outline-none",
          phoneShows === "list" && "max-md:hidden",
          onBack &&
            "max-md:touch-pan-y max-md:touch-pinch-zoom max-md:[&_[role=log]]:touch-pan-y max-md:[&_[role=log]]:touch-pinch-zoom",
          swiping && "max-md:fixed max-md:inset-0 max-md:z-10 max-md:bg-canvas max-md:shadow-float",
        )}
      >
        {children}
      </main>
    </div>
  );
}
