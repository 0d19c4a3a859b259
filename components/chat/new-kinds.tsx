"use client";
/** Owns the other ways to begin: a group, an open room, and the own note. */
import { Bookmark, ChevronRight, Globe, UsersRound } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { Spinner } from "@/components/ui/spinner";
import { useTranslate } from "@/lib/i18n/language";

const rowStyle =
  "flex min-h-16 w-full items-center gap-4 px-4 py-2.5 text-start hover:bg-fill outline-offset-[-2px] [&_svg]:shrink-0";

export function NewKinds({ opening, onNote }: { opening: boolean; onNote: () => void }) {
  const t = useTranslate();
  return (
    <ul className="mb-8 divide-y divide-line overflow-hidden rounded-16 border border-line">
      <li>
        <Link href="/new/group" className={rowStyle}>
          <Words icon={<UsersRound />} title={t("groups.new")} hint={t("groups.newHint")} />
          <ChevronRight aria-hidden="true" className="size-4 text-faint rtl:-scale-x-100" />
        </Link>
      </li>
      <li>
        <Link href="/new/rooms" className={rowStyle}>
          <Words icon={<Globe />} title={t("rooms.title")} hint={t("rooms.hint")} />
          <ChevronRight aria-hidden="true" className="size-4 text-faint rtl:-scale-x-100" />
        </Link>
      </li>
      <li>
        <button type="button" onClick={onNote} aria-disabled={opening} className={rowStyle}>
          <Words icon={<Bookmark />} title={t("groups.note")} hint={t("groups.noteHint")} />
          {opening ? <Spinner /> : <ChevronRight aria-hidden="true" className="size-4 text-faint rtl:-scale-x-100" />}
        </button>
      </li>
    </ul>
  );
}

function Words({ icon, title, hint }: { icon: ReactNode; title: string; hint: string }) {
  return (
    <>
      <span
        aria-hidden="true"
        className="flex size-10 items-center justify-center rounded-10 bg-accent-soft text-accent [&_svg]:size-5"
      >
        {icon}
      </span>
      <span className="min-w-0 flex-1">
        <span className="block text-15 font-medium">{title}</span>
        <span className="block text-13 text-pretty text-muted">{hint}</span>
      </span>
    </>
  );
}
