"use client";
/** Owns making a group: its kind, its title, who is in it, and its rules. */
import { GraduationCap, Lock, UsersRound } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Choices } from "@/components/ui/choices";
import { Field } from "@/components/ui/field";
import type { GroupKind, MayAdd, NewGroup, PersonView } from "@/lib/chat/view";
import type { ErrorWords } from "@/lib/i18n/error-words";
import { useTranslate } from "@/lib/i18n/language";
import { usePublicConfig } from "@/lib/session/use-public-config";
import { maxParticipants, maxTitleLength, usualRetentionDays } from "@/lib/protocol/limits";
import { isTitle } from "@/lib/protocol/metadata";
import { mayAddChoices, retentionChoices } from "./group-choices";
import { PeoplePicker } from "./people-picker";
import { Refused } from "./refused";

export interface NewGroupFormProps {
  known: readonly PersonView[];
  busy: boolean;
  failure: ErrorWords | null;
  onFind: (handle: string) => Promise<PersonView>;
  onCreate: (group: NewGroup) => void;
}

const noOne: ReadonlySet<string> = new Set();

export function NewGroupForm({ known, busy, failure, onFind, onCreate }: NewGroupFormProps) {
  const t = useTranslate();
  const [kind, setKind] = useState<GroupKind>("group");
  const [title, setTitle] = useState("");
  const [people, setPeople] = useState<readonly PersonView[]>([]);
  const [mayAdd, setMayAdd] = useState<"0" | "1" | "2">("1");
  const usual = usePublicConfig()?.retentionDays ?? usualRetentionDays;
  const [days, setDays] = useState(String(usual));
  const clean = title.trim().replaceAll(/\s+/g, " ");
  const bad = clean !== "" && !isTitle(clean);
  const submit = (event: { preventDefault(): void }) => {
    event.preventDefault();
    if (busy || !isTitle(clean)) return;
    const rules = { mayAdd: Number(mayAdd) as MayAdd, retentionDays: Number(days) };
    onCreate({ kind, title: clean, userIds: people.map(({ userId }) => userId), ...rules });
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-7">
      <Choices
        legend={t("groups.kind")}
        value={kind}
        onChange={setKind}
        choices={[
          { value: "group", title: t("kind.group"), hint: t("groups.groupHint"), icon: <UsersRound /> },
          { value: "study", title: t("groups.study"), hint: t("groups.studyHint"), icon: <GraduationCap /> },
          { value: "private", title: t("kind.private"), hint: t("groups.privateHint"), icon: <Lock /> },
        ]}
      />
      <Field
        label={t("groups.title")}
        name="title"
        autoComplete="off"
        maxLength={maxTitleLength}
        value={title}
        onValueChange={setTitle}
        hint={t("groups.titleHint")}
        error={bad ? t("groups.titleBad") : null}
      />
      <section aria-labelledby="new-group-people" className="flex flex-col gap-3">
        <h2 id="new-group-people" className="text-15 font-semibold">
          {t("groups.people")}
        </h2>
        <p className="-mt-2 text-13 text-muted">{t("groups.cap", { most: maxParticipants })}</p>
        <PeoplePicker chosen={people} onChange={setPeople} known={known} taken={noOne} onFind={onFind} />
      </section>
      <Choices legend={t("groups.whoMayAdd")} value={mayAdd} onChange={setMayAdd} choices={mayAddChoices(t)} />
      <Choices
        legend={t("groups.kept")}
        value={days}
        onChange={setDays}
        choices={retentionChoices(t, usual)}
        className="grid grid-cols-2 sm:grid-cols-3 [&>label]:border-b-0"
      />
      <Refused failure={failure} />
      <Button
        type="submit"
        look="primary"
        size="large"
        wide
        busy={busy && t("groups.creating")}
        disabled={!isTitle(clean)}
      >
        {t("groups.create")}
      </Button>
    </form>
  );
}
