"use client";
/** Owns the two short forms of losing a password: asking for the mail, and setting a new one. */
import { KeyRound } from "lucide-react";
import { useState } from "react";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import type { ErrorWords } from "@/lib/i18n/error-words";
import { useTranslate } from "@/lib/i18n/language";
import { Form } from "./form";
import { isEmail } from "./is-email";
import { NewPasswordInput } from "./new-password-input";
import { isLongEnough } from "./password-strength";

export interface OneFieldFormProps {
  busy: boolean;
  failure: ErrorWords | null;
  onSubmit: (value: string) => void;
}

/** Asks for the mail that restores the login. */
export function ResetRequestForm({ busy, failure, onSubmit }: OneFieldFormProps) {
  const t = useTranslate();
  const [email, setEmail] = useState("");
  const [tried, setTried] = useState(false);
  const submit = () => {
    setTried(true);
    if (isEmail(email)) onSubmit(email.trim());
  };
  return (
    <Form
      onSubmit={submit}
      failure={failure}
      actions={
        <Button type="submit" look="primary" size="large" wide busy={busy && t("auth.recover.busy")}>
          {t("auth.recover.submit")}
        </Button>
      }
    >
      <Field
        label={t("auth.email")}
        name="email"
        type="email"
        autoComplete="username"
        inputMode="email"
        value={email}
        onValueChange={setEmail}
        error={tried && !isEmail(email) ? t("auth.emailInvalid") : null}
      />
    </Form>
  );
}

/** Sets the password after a recovery link, and says what it does not restore. */
export function NewPasswordForm({ busy, failure, onSubmit }: OneFieldFormProps) {
  const t = useTranslate();
  const [password, setPassword] = useState("");
  const [tried, setTried] = useState(false);
  const submit = () => {
    setTried(true);
    if (isLongEnough(password)) onSubmit(password);
  };
  return (
    <Form
      onSubmit={submit}
      failure={failure}
      actions={
        <Button type="submit" look="primary" size="large" wide busy={busy && t("auth.newPassword.busy")}>
          {t("auth.newPassword.submit")}
        </Button>
      }
    >
      <NewPasswordInput
        label={t("auth.newPassword.label")}
        value={password}
        onValueChange={setPassword}
        error={tried && !isLongEnough(password) ? t("auth.passwordShort") : null}
      />
      <Banner tone="caution" icon={<KeyRound />}>
        {t("auth.newPassword.history")}
      </Banner>
    </Form>
  );
}
