"use client";
/** Owns asking for a new recovery code, with the password as proof. */
import { useState } from "react";
import { Form } from "@/components/auth/form";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { PasswordField } from "@/components/ui/password-field";
import type { ErrorWords } from "@/lib/i18n/error-words";
import { useTranslate } from "@/lib/i18n/language";

export interface NewCodeDialogProps {
  busy: boolean;
  failure: ErrorWords | null;
  onConfirm: (current: string) => void;
  onClose: () => void;
}

export function NewCodeDialog({ busy, failure, onConfirm, onClose }: NewCodeDialogProps) {
  const t = useTranslate();
  const [current, setCurrent] = useState("");
  const [tried, setTried] = useState(false);
  const submit = () => {
    setTried(true);
    if (current !== "") onConfirm(current);
  };
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t("settings.security.newCodeTitle")}
      text={t("settings.security.newCodeText")}
    >
      <Form
        onSubmit={submit}
        failure={failure}
        actions={
          <div className="flex flex-wrap justify-end gap-2">
            <Button look="quiet" onClick={onClose}>
              {t("app.cancel")}
            </Button>
            <Button type="submit" look="primary" busy={busy && t("settings.security.newCodeBusy")}>
              {t("settings.security.newCodeConfirm")}
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
      </Form>
    </Dialog>
  );
}
