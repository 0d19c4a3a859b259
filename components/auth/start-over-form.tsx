"use client";
/** Owns beginning again with new keys: what it costs, said before it is done. */
import { CircleCheck, CircleX, KeyRound } from "lucide-react";
import Link from "next/link";
import { type ReactNode, useState } from "react";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import type { ErrorWords } from "@/lib/i18n/error-words";
import { useTranslate } from "@/lib/i18n/language";
import { Form } from "./form";
import { NewPasswordInput } from "./new-password-input";
import { isLongEnough } from "./password-strength";

export interface StartOverFormProps {
  email: string;
  busy: boolean;
  failure: ErrorWords | null;
  /** A new password has just been set: it is taken over. */
  passwordChosen: boolean;
  /** Null: the password just set. */
  onSubmit: (newPassword: string | null) => void;
  onBack: () => void;
}

export function StartOverForm({ email, busy, failure, passwordChosen, onSubmit, onBack }: StartOverFormProps) {
  const t = useTranslate();
  const [password, setPassword] = useState("");
  const [understood, setUnderstood] = useState(false);
  const [tried, setTried] = useState(false);
  const submit = () => {
    setTried(true);
    if (!understood) return;
    if (passwordChosen) onSubmit(null);
    else if (isLongEnough(password)) onSubmit(password);
  };
  return (
    <div className="flex flex-col gap-5">
      <ul className="flex flex-col gap-2.5 text-15 text-pretty">
        <Point mark={<CircleCheck className="text-success" />}>{t("auth.startOver.stays")}</Point>
        <Point mark={<CircleX className="text-danger" />}>{t("auth.startOver.closed")}</Point>
        <Point mark={<KeyRound className="text-muted" />}>{t("auth.startOver.others")}</Point>
      </ul>
      <Form
        onSubmit={submit}
        failure={failure}
        actions={
          <>
            {failure?.code === "E_LOGIN_OLD" ? (
              <Link href="/recover" className="self-start text-15 text-accent underline underline-offset-4">
                {t("auth.startOver.mail")}
              </Link>
            ) : null}
            <Button type="submit" look="danger" size="large" wide busy={busy && t("auth.startOver.busy")}>
              {t("auth.startOver.submit")}
            </Button>
            <Button look="quiet" wide onClick={onBack}>
              {t("auth.startOver.back")}
            </Button>
          </>
        }
      >
        {passwordChosen ? null : (
          <NewPasswordInput
            label={t("auth.startOver.password")}
            value={password}
            onValueChange={setPassword}
            known={[email]}
            error={tried && !isLongEnough(password) ? t("auth.passwordShort") : null}
          />
        )}
        <div>
          <Checkbox checked={understood} onChange={setUnderstood} name="understood">
            {t("auth.startOver.understood")}
          </Checkbox>
          <p role="status" className="ms-7.5 text-13 text-danger empty:sr-only">
            {tried && !understood ? t("auth.startOver.mustUnderstand") : null}
          </p>
        </div>
      </Form>
    </div>
  );
}

function Point({ mark, children }: { mark: ReactNode; children: ReactNode }) {
  return (
    <li className="flex gap-3 [&_svg]:mt-0.5 [&_svg]:size-5">
      <span aria-hidden="true" className="shrink-0">
        {mark}
      </span>
      {children}
    </li>
  );
}
