"use client";
/** Owns asking for an account: name, e-mail, password, and whose computer this is. */
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import type { ErrorWords } from "@/lib/i18n/error-words";
import { useTranslate } from "@/lib/i18n/language";
import { DeviceChoice } from "./device-choice";
import { Form } from "./form";
import { isEmail } from "./is-email";
import { NewPasswordInput } from "./new-password-input";
import { isLongEnough } from "./password-strength";

export interface SignUpInput {
  readonly name: string;
  readonly email: string;
  readonly password: string;
  readonly sharedComputer: boolean;
}

export interface SignUpFormProps {
  busy: boolean;
  failure: ErrorWords | null;
  onSubmit: (input: SignUpInput) => void;
}

export function SignUpForm({ busy, failure, onSubmit }: SignUpFormProps) {
  const t = useTranslate();
  const [name, setName] = useState("");
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const [sharedComputer, setSharedComputer] = useState(false);
  const [tried, setTried] = useState(false);
  const errors = {
    name: name.trim() === "" ? t("auth.required") : null,
    email: isEmail(email) ? null : t("auth.emailInvalid"),
    password: isLongEnough(password) ? null : t("auth.passwordShort"),
  };
  const submit = () => {
    setTried(true);
    if (errors.name || errors.email || errors.password) return;
    onSubmit({ name: name.trim(), email: email.trim(), password, sharedComputer });
  };
  return (
    <Form
      onSubmit={submit}
      failure={failure}
      actions={
        <Button type="submit" look="primary" size="large" wide busy={busy && t("auth.signUp.busy")}>
          {t("auth.signUp.submit")}
        </Button>
      }
    >
      <Field
        label={t("auth.name")}
        name="name"
        autoComplete="name"
        maxLength={60}
        value={name}
        onValueChange={setName}
        hint={t("auth.nameHint")}
        error={tried ? errors.name : null}
      />
      <Field
        label={t("auth.email")}
        name="email"
        type="email"
        autoComplete="username"
        inputMode="email"
        value={email}
        onValueChange={setEmail}
        error={tried ? errors.email : null}
      />
      <NewPasswordInput
        label={t("auth.password")}
        value={password}
        onValueChange={setPassword}
        known={[name, email]}
        error={tried ? errors.password : null}
      />
      <DeviceChoice shared={sharedComputer} onChange={setSharedComputer} />
    </Form>
  );
}
