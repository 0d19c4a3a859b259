"use client";
/** Owns the step in which an account gets its keys: handle, name, and the password where this tab does not know it. */
import { AtSign } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { PasswordField } from "@/components/ui/password-field";
import type { ErrorWords } from "@/lib/i18n/error-words";
import { useTranslate } from "@/lib/i18n/language";
import { Form } from "./form";
import { isHandle, plainHandle } from "./handle";

export interface KeysInput {
  readonly handle: string;
  readonly displayName: string;
  readonly password?: string;
}

export interface KeysFormProps {
  suggestedName: string;
  passwordKnown: boolean;
  busy: boolean;
  failure: ErrorWords | null;
  onSubmit: (input: KeysInput) => void;
}

export function KeysForm({ suggestedName, passwordKnown, busy, failure, onSubmit }: KeysFormProps) {
  const t = useTranslate();
  const [handle, setHandle] = useState("");
  const [displayName, setDisplayName] = useState(suggestedName);
  const [password, setPassword] = useState("");
  const [tried, setTried] = useState(false);
  const errors = {
    handle: isHandle(handle) ? null : t("auth.welcome.handleInvalid"),
    name: displayName.trim() === "" ? t("auth.required") : null,
    password: passwordKnown || password !== "" ? null : t("auth.required"),
  };
  const submit = () => {
    setTried(true);
    if (errors.handle || errors.name || errors.password) return;
    onSubmit({ handle, displayName: displayName.trim(), ...(passwordKnown ? {} : { password }) });
  };
  return (
    <Form
      onSubmit={submit}
      failure={failure}
      actions={
        <Button type="submit" look="primary" size="large" wide busy={busy && t("auth.welcome.busy")}>
          {t("auth.welcome.submit")}
        </Button>
      }
    >
      <Field
        label={t("auth.welcome.handle")}
        name="handle"
        autoComplete="off"
        autoCapitalize="none"
        autoCorrect="off"
        spellCheck={false}
        maxLength={30}
        start={<AtSign className="size-4" />}
        value={handle}
        onValueChange={(text) => setHandle(plainHandle(text))}
        hint={tried && errors.handle ? undefined : t("auth.welcome.handleHint")}
        error={tried ? errors.handle : null}
      />
      <Field
        label={t("auth.name")}
        name="name"
        autoComplete="name"
        maxLength={60}
        value={displayName}
        onValueChange={setDisplayName}
        hint={t("auth.nameHint")}
        error={tried ? errors.name : null}
      />
      {passwordKnown ? null : (
        <PasswordField
          label={t("auth.password")}
          name="password"
          autoComplete="current-password"
          value={password}
          onValueChange={setPassword}
          reveal={{ show: t("auth.show"), hide: t("auth.hide") }}
          hint={t("auth.welcome.passwordHint")}
          error={tried ? errors.password : null}
        />
      )}
    </Form>
  );
}
