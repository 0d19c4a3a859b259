"use client";
/** Owns the rules of a group in words, and changing them: title, who may add, how long messages are kept. */
import { PenLine, Timer, UserPlus } from "lucide-react";
import { type ReactNode, useState } from "react";
import { Button } from "@/components/ui/button";
import { Choices } from "@/components/ui/choices";
import { Field } from "@/components/ui/field";
import type { ConversationView, MayAdd, MembershipCommands } from "@/lib/chat/view";
import { useTranslate } from "@/lib/i18n/language";
import { maxTitleLength } from "@/lib/protocol/limits";
import { isTitle } from "@/lib/protocol/metadata";
import { ConfirmWish } from "./confirm-wish";
import { mayAddChoices, mayAddWords, retentionChoices, retentionWords } from "./group-choices";

export interface GroupRulesProps {
  view: ConversationView;
  commands: MembershipCommands;
}

export function GroupRules({ view, commands }: GroupRulesProps) {
  const t = useTranslate();
  const { row, powers, mayAdd, retentionDays } = view;
  const [open, setOpen] = useState<"title" | "mayAdd" | "kept" | null>(null);
  const close = () => setOpen(null);
  const change = (what: typeof open) => (powers.admin ? () => setOpen(what) : null);
  return (
    <>
      <ul className="flex flex-col gap-3">
        <Rule icon={<PenLine />} name={t("groups.title")} words={row.title} onChange={change("title")} />
        <Rule
          icon={<UserPlus />}
          name={t("groups.whoMayAdd")}
          words={mayAddWords(t, mayAdd)}
          onChange={change("mayAdd")}
        />
        <Rule
          icon={<Timer />}
          name={t("groups.kept")}
          words={retentionWords(t, retentionDays)}
          onChange={change("kept")}
        />
      </ul>
      {open === "title" ? <Title now={row.title} onSave={(title) => commands.rename(title)} onClose={close} /> : null}
      {open === "mayAdd" ? (
        <Adding now={mayAdd} onSave={(next) => commands.setPolicy({ mayAdd: next })} onClose={close} />
      ) : null}
      {open === "kept" ? (
        <Keeping now={retentionDays} onSave={(days) => commands.setPolicy({ retentionDays: days })} onClose={close} />
      ) : null}
    </>
  );
}

function Rule(props: { icon: ReactNode; name: string; words: string; onChange: (() => void) | null }) {
  const t = useTranslate();
  return (
    <li className="flex items-start gap-3 [&_svg]:mt-0.5 [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-muted">
      {props.icon}
      <div className="min-w-0 flex-1">
        <p className="text-13 text-muted">{props.name}</p>
        <p className="break-words">{props.words}</p>
      </div>
      {props.onChange ? (
        <Button
          look="quiet"
          size="small"
          className="-me-3 pointer-coarse:-me-2"
          aria-label={t("groups.changeWhat", { what: props.name })}
          onClick={props.onChange}
        >
          {t("groups.change")}
        </Button>
      ) : null}
    </li>
  );
}

interface Editing<Value> {
  now: Value;
  onSave: (value: Value) => Promise<unknown>;
  onClose: () => void;
}

function Title({ now, onSave, onClose }: Editing<string>) {
  const t = useTranslate();
  const [title, setTitle] = useState(now);
  const clean = title.trim().replaceAll(/\s+/g, " ");
  return (
    <ConfirmWish
      title={t("groups.renameTitle")}
      text={t("groups.renameText")}
      action={t("groups.save")}
      disabled={!isTitle(clean)}
      onConfirm={() => onSave(clean)}
      onClose={onClose}
    >
      <Field
        label={t("groups.title")}
        name="title"
        autoComplete="off"
        maxLength={maxTitleLength}
        value={title}
        onValueChange={setTitle}
        error={clean !== "" && !isTitle(clean) ? t("groups.titleBad") : null}
      />
    </ConfirmWish>
  );
}

function Adding({ now, onSave, onClose }: Editing<MayAdd>) {
  const t = useTranslate();
  const [value, setValue] = useState<"0" | "1" | "2">(`${now}`);
  return (
    <ConfirmWish
      title={t("groups.whoMayAdd")}
      text={t("groups.ruleText")}
      action={t("groups.save")}
      onConfirm={() => onSave(Number(value) as MayAdd)}
      onClose={onClose}
    >
      <Choices legend={t("groups.whoMayAdd")} hideLegend value={value} onChange={setValue} choices={mayAddChoices(t)} />
    </ConfirmWish>
  );
}

function Keeping({ now, onSave, onClose }: Editing<number>) {
  const t = useTranslate();
  const [value, setValue] = useState(String(now));
  return (
    <ConfirmWish
      title={t("groups.kept")}
      text={t("groups.keptText")}
      action={t("groups.save")}
      onConfirm={() => onSave(Number(value))}
      onClose={onClose}
    >
      <Choices
        legend={t("groups.kept")}
        hideLegend
        value={value}
        onChange={setValue}
        choices={retentionChoices(t, now)}
      />
    </ConfirmWish>
  );
}
