"use client";
/** Owns replacing the password, with the current one as proof. */
import { useState } from "react";
import { Form } from "@/components/auth/form";
import { NewPasswordInput } from "@/components/auth/new-password-input";
import { isLongEnough } from "@/components/auth/password-strength";
import { Button } from "@/components/ui/button";
import { PasswordField } from "@/components/ui/password-field";
import type { ErrorWords } from "@/lib/i18n/error-words";
import { useTranslate } from "@/lib/i18n/language";

export interface ChangePasswordFormProps {
  known: readonly string[];
  busy: boolean;
  failure: ErrorWords | null;
  onSubmit: (current: string, next: string) => void;
  onCancel: () => void;
}

export function ChangePasswordForm({ known, busy, failure, onSubmit, onCancel }: ChangePasswordFormProps) {
  const t = useTranslate();
  const [current, setCurrent] = useState("");
  const [next, setNext] = useState("");
  const [tried, setTried] = useState(false);
  const submit = () => {
    setTried(true);
    if (current !== "" && isLongEnough(next)) onSubmit(current, next);
  };
  return (
    <Form
      onSubmit={submit}
      failure={failure}
      actions={
        <div className="flex flex-wrap justify-end gap-2">
          <Button look="quiet" onClick={onCancel}>
            {t("app.cancel")}
          </Button>
          <Button type="submit" look="primary" busy={busy && t("settings.security.changing")}>
            {t("settings.security.change")}
          </Button>
        </div>
      }
    >
      <PasswordField
        label={t("settings.security.current")}
        name="password"
        autoComplete="current-password"
        autoFocus
        value={current}
        onValueChange={setCurrent}
        reveal={{ show: t("auth.show"), hide: t("auth.hide") }}
        error={tried && current === "" ? t("auth.required") : null}
      />
      <NewPasswordInput
        label={t("settings.security.next")}
        value={next}
        onValueChange={setNext}
        known={known}
        error={tried && !isLongEnough(next) ? t("auth.passwordShort") : null}
      />
    </Form>
  );
}
