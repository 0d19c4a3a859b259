"use client";
/** Owns changing the name that others see. */
import { useState } from "react";
import { Form } from "@/components/auth/form";
import { useSubmit } from "@/components/auth/use-submit";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { toast } from "@/components/ui/toast-queue";
import { useTranslate } from "@/lib/i18n/language";
import { SettingsLine } from "./settings-group";

export interface NameLineProps {
  name: string;
  onRename: (name: string) => Promise<void>;
}

export function NameLine({ name, onRename }: NameLineProps) {
  const t = useTranslate();
  const [draft, setDraft] = useState<string | null>(null);
  const rename = useSubmit(async (next: string) => {
    await onRename(next);
    setDraft(null);
    toast(t("settings.profile.renamed"));
  });
  return (
    <SettingsLine
      title={t("settings.profile.name")}
      text={t("settings.profile.nameHint")}
      {...(draft === null ? { value: name } : {})}
      action={
        draft === null ? (
          <Button size="small" aria-label={t("settings.profile.changeName")} onClick={() => setDraft(name)}>
            {t("settings.profile.change")}
          </Button>
        ) : null
      }
    >
      {draft === null ? null : (
        <Form
          onSubmit={() => void rename.run(draft)}
          failure={rename.failure}
          actions={
            <div className="flex justify-end gap-2">
              <Button look="quiet" onClick={() => setDraft(null)}>
                {t("app.cancel")}
              </Button>
              <Button type="submit" look="primary" busy={rename.busy && t("settings.profile.saving")}>
                {t("settings.profile.save")}
              </Button>
            </div>
          }
        >
          <Field
            label={t("settings.profile.name")}
            hideLabel
            name="name"
            value={draft}
            maxLength={64}
            autoFocus
            autoComplete="name"
            onValueChange={setDraft}
          />
        </Form>
      )}
    </SettingsLine>
  );
}
