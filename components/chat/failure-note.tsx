"use client";
/** Owns saying in one line what just failed and what to do about it. */
import { wordsOf } from "@/lib/i18n/error-words";
import { useTranslate } from "@/lib/i18n/language";

/** `thrown`: what was caught; null: nothing failed. */
export function FailureNote({ thrown }: { thrown: unknown }) {
  const t = useTranslate();
  if (thrown === null) return null;
  const { what, next } = wordsOf(t, thrown);
  return (
    <p role="alert" className="text-13 text-danger">
      {what} {next}
    </p>
  );
}
