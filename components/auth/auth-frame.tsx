"use client";
/** Owns the page around one form: brand, heading, one sentence, the form, and a way elsewhere. */
import Link from "next/link";
import type { ReactNode } from "react";
import { Brand } from "@/components/ui/brand";
import { useTranslate } from "@/lib/i18n/language";
import { LanguageSelect } from "./language-select";

export interface AuthFrameProps {
  /** Stands above the title, for example whose account this is. */
  mark?: ReactNode;
  title: string;
  lead?: ReactNode;
  children: ReactNode;
  foot?: ReactNode;
}

export function AuthFrame({ mark, title, lead, children, foot }: AuthFrameProps) {
  const t = useTranslate();
  return (
    <div className="flex min-h-dvh flex-col px-5 pt-[env(safe-area-inset-top)] pb-[calc(1.5rem+env(safe-area-inset-bottom))]">
      <header className="flex h-16 items-center justify-between gap-4">
        <Link href="/" className="reach inline-flex rounded-6">
          <Brand name={t("app.name")} />
        </Link>
        <LanguageSelect quiet />
      </header>
      <main className="mx-auto flex w-full max-w-[25rem] flex-1 flex-col pt-6 md:pt-[8vh]">
        {mark ? <div className="mb-5">{mark}</div> : null}
        <h1 className="text-28 font-semibold tracking-tight text-balance">{title}</h1>
        {lead ? <p className="mt-2 text-15 text-pretty text-muted">{lead}</p> : null}
        <div className="mt-7">{children}</div>
        {foot ? <div className="mt-8 text-15 text-muted">{foot}</div> : null}
      </main>
    </div>
  );
}

/** A sentence and the link it leads to. */
export function FootLink({ text, href, label }: { text?: string; href: string; label: string }) {
  return (
    <p>
      {text ? `${text} ` : null}
      <Link href={href} className="rounded-6 font-medium text-accent underline-offset-4 hover:underline">
        {label}
      </Link>
    </p>
  );
}
