"use client";
/** Owns asking two groups of the recovery code back, so that it is known to be kept. */
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import type { ErrorWords } from "@/lib/i18n/error-words";
import { useTranslate } from "@/lib/i18n/language";
import { Form } from "./form";
import { chooseGroups, groupsOf, sameGroup } from "./recovery-groups";

export interface RecoveryCheckFormProps {
  code: string;
  busy: boolean;
  failure: ErrorWords | null;
  onConfirmed: () => void;
  onShowAgain: () => void;
  /** Which groups to ask for, counted from 0; by default two at random. */
  ask?: readonly [number, number];
}

export function RecoveryCheckForm({ code, busy, failure, onConfirmed, onShowAgain, ask }: RecoveryCheckFormProps) {
  const t = useTranslate();
  const groups = groupsOf(code);
  const [asked] = useState(() => ask ?? chooseGroups(groups.length));
  const [typed, setTyped] = useState<readonly [string, string]>(["", ""]);
  const [tried, setTried] = useState(false);
  const right = asked.map((group, at) => sameGroup(groups[group] ?? "", typed[at] ?? ""));
  const submit = () => {
    setTried(true);
    if (right.every(Boolean)) onConfirmed();
  };
  return (
    <Form
      onSubmit={submit}
      failure={failure}
      actions={
        <div className="flex flex-col gap-2">
          <Button type="submit" look="primary" size="large" wide busy={busy && t("auth.code.busy")}>
            {t("auth.recovery.check")}
          </Button>{" "}
          <Button look="quiet" size="large" wide onClick={onShowAgain}>
            {t("auth.recovery.showAgain")}
          </Button>
        </div>
      }
    >
      <div className="grid grid-cols-2 gap-3">
        {asked.map((group, at) => (
          <Field
            key={group}
            label={t("auth.recovery.group", { number: group + 1 })}
            name={`group-${group + 1}`}
            autoComplete="off"
            autoCapitalize="characters"
            autoCorrect="off"
            spellCheck={false}
            maxLength={6}
            autoFocus={at === 0}
            value={typed[at] ?? ""}
            onValueChange={(text) => {
              setTried(false);
              setTyped(at === 0 ? [text, typed[1]] : [typed[0], text]);
            }}
            inputClassName="h-14 text-center font-mono text-22 uppercase tracking-widest md:text-22"
            error={tried && !right[at] ? t("auth.recovery.wrong") : null}
          />
        ))}
      </div>
    </Form>
  );
}
