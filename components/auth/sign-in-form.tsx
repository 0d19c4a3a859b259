"use client";
/** Owns signing in: e-mail, password, and whose computer this is. */
import Link from "next/link";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { PasswordField } from "@/components/ui/password-field";
import type { ErrorWords } from "@/lib/i18n/error-words";
import { useTranslate } from "@/lib/i18n/language";
import { DeviceChoice } from "./device-choice";
import { Form } from "./form";
import { isEmail } from "./is-email";

export interface SignInInput {
  readonly email: string;
  readonly password: string;
  readonly sharedComputer: boolean;
}

export interface SignInFormProps {
  busy: boolean;
  failure: ErrorWords | null;
  onSubmit: (input: SignInInput) => void;
}

export function SignInForm({ busy, failure, onSubmit }: SignInFormProps) {
  const t = useTranslate();
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const [sharedComputer, setSharedComputer] = useState(false);
  const [tried, setTried] = useState(false);
  const errors = {
    email: isEmail(email) ? null : t("auth.emailInvalid"),
    password: password === "" ? t("auth.required") : null,
  };
  const submit = () => {
    setTried(true);
    if (!errors.email && !errors.password) onSubmit({ email: email.trim(), password, sharedComputer });
  };
  return (
    <Form
      onSubmit={submit}
      failure={failure}
      actions={
        <Button type="submit" look="primary" size="large" wide busy={busy && t("auth.signIn.busy")}>
          {t("auth.signIn.submit")}
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
        error={tried ? errors.email : null}
      />
      <div className="flex flex-col gap-2">
        <PasswordField
          label={t("auth.password")}
          name="password"
          autoComplete="current-password"
          value={password}
          onValueChange={setPassword}
          reveal={{ show: t("auth.show"), hide: t("auth.hide") }}
          error={tried ? errors.password : null}
        />
        <Link href="/recover" className="reach self-start rounded-6 text-13 font-medium text-accent hover:underline">
          {t("auth.signIn.forgot")}
        </Link>
      </div>
      <DeviceChoice shared={sharedComputer} onChange={setSharedComputer} />
    </Form>
  );
}
