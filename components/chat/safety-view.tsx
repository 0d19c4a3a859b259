"use client";
/** Owns comparing safety numbers: the digits, the picture, and marking it done. */
import { BadgeCheck, KeyRound } from "lucide-react";
import { Avatar } from "@/components/ui/avatar";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { Qr } from "@/components/ui/qr";
import { Skeleton } from "@/components/ui/skeleton";
import type { SafetyView } from "@/lib/chat/view";
import { useTranslate } from "@/lib/i18n/language";

export interface SafetyProps {
  safety: SafetyView;
  busy: boolean;
  onMark: (verified: boolean) => void;
  /** Takes the person's new keys as theirs. */
  onAccept: () => void;
}

export function SafetyNumber({ safety, busy, onMark, onAccept }: SafetyProps) {
  const t = useTranslate();
  const { person, number, qr } = safety;
  const { name } = person;
  const marked = person.trust === "verified";
  return (
    <div className="flex flex-col gap-6">
      <div className="flex items-center gap-4">
        <Avatar id={person.userId} name={name} size="large" />
        <p className="text-15 text-pretty text-muted">{t("safety.lead", { name })}</p>
      </div>
      {person.trust === "changed" ? (
        <Banner tone="danger" icon={<KeyRound />}>
          {t("safety.changed", { name })}
        </Banner>
      ) : null}
      <div className="flex flex-col items-center gap-6 rounded-16 border border-line bg-sunken p-5 sm:flex-row sm:gap-8 sm:p-6">
        <figure className="w-44 shrink-0">
          <Qr text={qr} label={t("safety.qr")} />
          <figcaption className="mt-2 text-center text-12 text-balance text-muted">
            {t("safety.qrHint", { name })}
          </figcaption>
        </figure>
        {/* The same picture in every language: two people hold it side by side. */}
        <ol
          dir="ltr"
          aria-label={t("safety.number", { name })}
          className="grid flex-1 grid-cols-3 justify-items-center gap-x-4 gap-y-3 font-mono text-18 font-medium tracking-wider tabular-nums select-all"
        >
          {number.split(/\s+/).map((group, at) => (
            <li key={at}>{group}</li>
          ))}
        </ol>
      </div>
      {person.trust === "changed" ? (
        <div className="flex flex-col gap-2">
          <Button look="primary" size="large" wide busy={busy && t("safety.acceptBusy")} onClick={onAccept}>
            <KeyRound aria-hidden="true" className="size-5" />
            {t("safety.accept")}
          </Button>
          <p className="text-13 text-pretty text-muted">{t("safety.acceptHint", { name })}</p>
        </div>
      ) : marked ? (
        <Banner
          tone="success"
          icon={<BadgeCheck />}
          announce="status"
          actions={
            <Button size="small" busy={busy && t("app.loading")} onClick={() => onMark(false)}>
              {t("safety.unmark")}
            </Button>
          }
        >
          <span className="text-ink">{t("safety.marked", { name })}</span>
        </Banner>
      ) : (
        <Button look="primary" size="large" wide busy={busy && t("app.loading")} onClick={() => onMark(true)}>
          <BadgeCheck aria-hidden="true" className="size-5" />
          {t("safety.mark")}
        </Button>
      )}
      <div className="text-13 text-muted">
        <p className="font-semibold text-ink">{t("safety.differTitle")}</p>
        <p>{t("safety.differ", { name })}</p>
      </div>
    </div>
  );
}

export function SafetySkeleton() {
  const t = useTranslate();
  return (
    <div role="status" className="flex flex-col gap-6">
      <span className="sr-only">{t("safety.loading")}</span>
      <div className="flex items-center gap-4">
        <Skeleton className="size-14 rounded-full" />
        <Skeleton className="h-10 flex-1" />
      </div>
      <Skeleton className="h-64 rounded-16" />
      <Skeleton className="h-11 rounded-10" />
    </div>
  );
}
