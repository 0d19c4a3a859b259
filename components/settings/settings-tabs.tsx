"use client";
/** Owns the way between the sections of the settings. */
import Link from "next/link";
import { useEffect, useRef } from "react";
import { cn } from "@/components/ui/cn";
import { useTranslate } from "@/lib/i18n/language";

/** Two halves: where they do not fit beside each other, the second stands whole beneath the first. */
const halves = [
  [
    { href: "/settings", words: "settings.profile.title" },
    { href: "/settings/appearance", words: "settings.appearance.title" },
    { href: "/settings/notifications", words: "settings.notifications.title" },
  ],
  [
    { href: "/settings/privacy", words: "settings.privacy.title" },
    { href: "/settings/security", words: "settings.security.title" },
    { href: "/settings/devices", words: "settings.devices.title" },
  ],
] as const;

export function SettingsTabs({ current }: { current: string }) {
  const t = useTranslate();
  const here = useRef<HTMLAnchorElement>(null);
  useEffect(() => {
    // Newer browsers answer with a promise, which is no clean-up.
    here.current?.scrollIntoView({ block: "nearest", inline: "center" });
  }, [current]);
  return (
    <nav aria-label={t("settings.sections")} className="mb-6 flex flex-wrap gap-1 rounded-10 bg-fill p-1">
      {halves.map((half) => (
        <div key={half[0].href} className="flex flex-auto flex-wrap gap-1">
          {half.map(({ href, words }) => (
            <Link
              key={href}
              href={href}
              ref={current === href ? here : null}
              aria-current={current === href ? "page" : undefined}
              data-selected={current === href}
              className={cn(
                "flex h-8 min-w-max flex-1 items-center justify-center rounded-6 px-2.5 whitespace-nowrap text-13 font-medium transition-colors duration-150 pointer-coarse:h-11",
                current === href
                  ? "bg-raised text-ink shadow-[0_1px_2px_rgb(0_0_0/0.12)]"
                  : "text-muted hover:text-ink",
              )}
            >
              {t(words)}
            </Link>
          ))}
        </div>
      ))}
    </nav>
  );
}
