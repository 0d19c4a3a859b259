"use client";
/** Owns the example on the landing page: one conversation, seen by its members and by the server. */
import { useState } from "react";
import { Avatar } from "@/components/ui/avatar";
import { cn } from "@/components/ui/cn";
import { Seal } from "@/components/ui/seal";
import { useTranslate } from "@/lib/i18n/language";
import { sampleCiphertext } from "./sample-ciphertext";

const lines = [
  { words: "landing.example.one", own: false, at: "14:02" },
  { words: "landing.example.two", own: true, at: "14:03" },
  { words: "landing.example.three", own: false, at: "14:04" },
  { words: "landing.example.four", own: false, at: "14:05" },
] as const;

type Eyes = "members" | "server";

export function ExampleConversation() {
  const t = useTranslate();
  const [eyes, setEyes] = useState<Eyes>("members");
  const name = t("landing.example.person");
  const server = eyes === "server";
  return (
    <figure className="m-0 w-full max-w-[27rem]">
      <div className="overflow-hidden rounded-16 bg-surface shadow-float">
        <div className="flex items-center gap-3 border-b border-line px-4 py-3">
          <Avatar id="example-mira" name={name} />
          <div className="min-w-0 flex-1">
            <p className="truncate text-15 font-semibold">{name}</p>
            <p className="flex items-center gap-1 text-13 text-muted">
              <Seal state="closed" className="size-3.5" />
              {t("seal.short.closed")}
            </p>
          </div>
        </div>
        <ol className="flex h-72 flex-col justify-end gap-1.5 px-4 pt-4 pb-3">
          {lines.map(({ words, own, at }, index) => (
            <li key={words} className={cn("flex flex-col", own ? "items-end" : "items-start")}>
              <span
                data-bubble=""
                className={cn(
                  "max-w-[85%] rounded-16 px-3 py-[0.4375rem] text-15",
                  server
                    ? "truncate bg-fill font-mono text-12 text-muted"
                    : own
                      ? "bg-own text-on-own"
                      : "bg-other text-ink",
                )}
              >
                {server ? sampleCiphertext(index, 80) : t(words)}
              </span>
              {server ? (
                <span className="px-1 pt-0.5 text-12 text-faint tabular-nums">
                  {t("landing.example.stored", { number: index + 7, time: at })}
                </span>
              ) : null}
            </li>
          ))}
        </ol>
        <div role="group" aria-label={t("landing.liveLabel")} className="flex gap-1 border-t border-line bg-sunken p-2">
          <EyesButton pressed={!server} onClick={() => setEyes("members")}>
            {t("landing.liveYou")}
          </EyesButton>
          <EyesButton pressed={server} onClick={() => setEyes("server")}>
            {t("landing.liveServer")}
          </EyesButton>
        </div>
      </div>
      <figcaption className="mt-3 text-center text-12 text-balance text-faint">{t("landing.liveLabel")}</figcaption>
    </figure>
  );
}

function EyesButton({ pressed, onClick, children }: { pressed: boolean; onClick: () => void; children: string }) {
  return (
    <button
      type="button"
      aria-pressed={pressed}
      data-selected={pressed}
      onClick={onClick}
      className={cn(
        "h-9 flex-1 rounded-10 text-13 font-medium transition-colors duration-150 pointer-coarse:h-11",
        pressed ? "bg-raised text-ink shadow-[0_1px_2px_rgb(0_0_0/0.14)]" : "text-muted hover:text-ink",
      )}
    >
      {children}
    </button>
  );
}
