/** Owns the words of a group's rules: who may add people, and how long messages are kept. */
import type { MayAdd } from "@/lib/chat/view";
import type { Translate } from "@/lib/i18n/translate";

/** Days on offer; 0: for ever. */
export const retentionDays: readonly number[] = [1, 7, 28, 90, 365, 0];

export function retentionWords(t: Translate, days: number): string {
  return days === 0 ? t("groups.keptForEver") : t("groups.keptDays", { count: days });
}

const names = { 0: "nobody", 1: "admins", 2: "everybody" } as const;

export function mayAddWords(t: Translate, mayAdd: MayAdd): string {
  return t(`groups.mayAdd.${names[mayAdd]}`);
}

/** As choices, with what each means. */
export function mayAddChoices(t: Translate) {
  return ([1, 2, 0] as const).map((mayAdd) => ({
    value: String(mayAdd) as "0" | "1" | "2",
    title: t(`groups.mayAdd.${names[mayAdd]}`),
    hint: t(`groups.mayAdd.${names[mayAdd]}Hint`),
  }));
}

/** The days on offer as choices; days of another client's making are among them. */
export function retentionChoices(t: Translate, now: number) {
  const offered = retentionDays.includes(now) ? retentionDays : [now, ...retentionDays];
  return offered.map((days) => ({ value: String(days), title: retentionWords(t, days) }));
}
