/** Owns what a person is told when a change of a group is refused. */
import { codeOf, type ErrorCode } from "@/lib/base/errors";
import { type ErrorWords, wordsOf } from "@/lib/i18n/error-words";
import type { Translate } from "@/lib/i18n/translate";

/** Codes that mean something else here than in front of a stopped conversation. */
const meanings = {
  E_ADD: "mayNotAdd",
  E_REMOVE: "mayNotRemove",
  E_ROLE: "handOver",
  E_POLICY: "mayNotRule",
  E_STALE_EPOCH: "overtaken",
  E_NOT_MEMBER: "notIn",
  E_NOT_FOUND: "notIn",
  E_KEYCHANGE: "keysChanged",
} as const satisfies Partial<Record<ErrorCode, string>>;

export function membershipWords(t: Translate, thrown: unknown): ErrorWords {
  const code = codeOf(thrown);
  const meaning = code in meanings ? meanings[code as keyof typeof meanings] : null;
  if (!meaning) return wordsOf(t, thrown);
  return { code, what: t(`groups.errors.${meaning}.what`), next: t(`groups.errors.${meaning}.next`) };
}
