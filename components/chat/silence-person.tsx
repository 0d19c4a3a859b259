"use client";
/** Owns silencing somebody: what they write stays, and asks for no attention. */
import { Switch } from "@/components/ui/switch";
import { toast } from "@/components/ui/toast-queue";
import type { PersonView } from "@/lib/chat/view";
import { useMarking } from "@/lib/chat/use-chat";
import { usePreferences } from "@/lib/chat/use-preferences";
import { wordsOf } from "@/lib/i18n/error-words";
import { useTranslate } from "@/lib/i18n/language";

export function SilencePerson({ person }: { person: PersonView }) {
  const t = useTranslate();
  const marking = useMarking();
  const { values } = usePreferences();
  const set = (on: boolean) =>
    void marking.silence(person.userId, on).catch((thrown: unknown) => toast(wordsOf(t, thrown).what, "danger"));
  return (
    <Switch
      label={t("block.silence", { name: person.name })}
      hint={t("block.silenceHint", { name: person.name })}
      checked={values[`hush:${person.userId}`] === true}
      onChange={set}
    />
  );
}
