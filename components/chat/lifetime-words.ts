/** Owns the sentence about how long messages are kept. */
import type { Translate } from "@/lib/i18n/translate";

export function lifetimeWords(t: Translate, days: number): string {
  return days > 0 ? t("lifetime.kept", { count: days }) : t("lifetime.keptForEver");
}
