/** Owns how open rooms are spoken of: pauses of slow mode, and which there are. */
import type { Translate } from "@/lib/i18n/translate";

/** Pauses that may be chosen, in seconds. */
export const slowPauses = [0, 10, 30, 60, 300, 900, 3600] as const;

/** What may be cleared by hand: older than so many days; 0: everything. */
export const clearAges = [0, 1, 7, 28, 90, 365] as const;

export function pauseWords(t: Translate, seconds: number): string {
  if (seconds === 0) return t("rooms.slowOff");
  return seconds % 60 === 0 ? t("rooms.minutes", { n: seconds / 60 }) : t("rooms.seconds", { n: seconds });
}

/** A name or description as the server takes it: one line, trimmed, nothing invisible. */
export function isPlainLine(text: string, most: number): boolean {
  const hidden = /[\p{Cc}\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/u;
  return [...text].length <= most && !hidden.test(text);
}
