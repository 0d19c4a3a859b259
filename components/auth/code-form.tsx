"use client";
/** Owns typing the six digits of the mail, in the tab that signed up. */
import { Mail } from "lucide-react";
import { useState } from "react";
import { Banner } from "@/components/ui/banner";
import { Button, buttonStyle } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import type { ErrorWords } from "@/lib/i18n/error-words";
import { useTranslate } from "@/lib/i18n/language";
import { Form } from "./form";

export interface CodeFormProps {
  busy: boolean;
  failure: ErrorWords | null;
  /** Page of the mail catcher, where there is one. */
  mailUrl: string | null;
  onSubmit: (code: string) => void;
  onBack: () => void;
}

export function CodeForm({ busy, failure, mailUrl, onSubmit, onBack }: CodeFormProps) {
  const t = useTranslate();
  const [code, setCode] = useState("");
  const [tried, setTried] = useState(false);
  const complete = /^\d{6}$/.test(code);
  const change = (text: string) => {
    const digits = text.replace(/\D/g, "").slice(0, 6);
    setCode(digits);
    if (digits.length === 6 && digits !== code && !busy) onSubmit(digits);
  };
  const submit = () => {
    setTried(true);
    if (complete) onSubmit(code);
  };
  return (
    <div className="flex flex-col gap-5">
      <Form
        onSubmit={submit}
        failure={failure}
        actions={
          <Button type="submit" look="primary" size="large" wide busy={busy && t("auth.code.busy")}>
            {t("auth.code.submit")}
          </Button>
        }
      >
        <Field
          label={t("auth.code.label")}
          name="code"
          inputMode="numeric"
          autoComplete="one-time-code"
          autoFocus
          value={code}
          onValueChange={change}
          placeholder="000000"
          inputClassName="h-14 ps-[0.35em] text-center font-mono text-28 tracking-[0.35em] placeholder:text-edge/60 md:text-28"
          error={tried && !complete ? t("auth.code.invalid") : null}
        />
      </Form>
      {mailUrl ? (
        <Banner
          icon={<Mail />}
          actions={
            <a href={mailUrl} target="_blank" rel="noreferrer" className={buttonStyle({ look: "link", size: "small" })}>
              {t("auth.code.mail")}
            </a>
          }
        >
          {t("auth.code.mailHint")}
        </Banner>
      ) : null}
      <p className="text-13 text-muted">
        {t("auth.code.again")}{" "}
        <button type="button" onClick={onBack} className="reach rounded-6 font-medium text-accent hover:underline">
          {t("auth.code.back")}
        </button>
      </p>
    </div>
  );
}
