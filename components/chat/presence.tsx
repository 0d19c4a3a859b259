"use client";
/** Owns how presence looks: a dot on a picture, words in a line, a status beside a name. */
import { cn } from "@/components/ui/cn";
import { OneLine } from "@/components/ui/one-line";
import { usePresence } from "@/lib/chat/use-presence";
import { useTranslate } from "@/lib/i18n/language";

/** A dot for somebody who is here now; nothing otherwise. The words stand elsewhere. */
export function OnlineDot({ userId, className }: { userId: string; className?: string }) {
  const t = useTranslate();
  const { seen } = usePresence(userId);
  if (seen !== "online") return null;
  return (
    <span className={cn("absolute rounded-full bg-(--behind,var(--canvas)) p-0.5", className)}>
      <span className="block size-2.5 rounded-full bg-success" />
      <span className="sr-only">{t("presence.online")}</span>
    </span>
  );
}

/** When somebody was here, or what else is known of them. `here`: they have this conversation open. */
export function PresenceWords({ userId, here, otherwise }: { userId: string; here: boolean; otherwise: string }) {
  const t = useTranslate();
  const { seen, status } = usePresence(userId);
  const word = here ? "online" : seen;
  if (status)
    return (
      <>
        {word === "online" ? <span className="sr-only">{t("presence.online")}</span> : null}
        {status}
      </>
    );
  return word ? t(`presence.${word}`) : otherwise;
}

/** What somebody says about themselves, in a line of its own. */
export function StatusLine({ userId }: { userId: string }) {
  const { status } = usePresence(userId);
  return status ? <OneLine className="text-13 text-muted">{status}</OneLine> : null;
}
