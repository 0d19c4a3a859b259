"use client";
/** Owns showing the recovery code once: large groups, copy, download, print. */
import { Copy, Download, Printer } from "lucide-react";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { copyText } from "@/components/ui/copy-text";
import { toast } from "@/components/ui/toast-queue";
import { useTranslate } from "@/lib/i18n/language";
import { groupsOf } from "./recovery-groups";

export interface RecoveryCodeCardProps {
  code: string;
  email: string;
  onKept: () => void;
  onLater: () => void;
}

export function RecoveryCodeCard({ code, email, onKept, onLater }: RecoveryCodeCardProps) {
  const t = useTranslate();
  const fileText = t("auth.recovery.fileText", { email, code });
  const copy = async () => {
    const worked = await copyText(code);
    toast(t(worked ? "app.copied" : "app.copyFailed"));
  };
  const download = () => {
    const url = URL.createObjectURL(new Blob([fileText], { type: "text/plain;charset=utf-8" }));
    const link = document.createElement("a");
    link.href = url;
    link.download = t("auth.recovery.fileName");
    link.click();
    setTimeout(() => URL.revokeObjectURL(url), 1000);
  };
  return (
    <div className="flex flex-col gap-5">
      <div data-print="" className="rounded-16 border border-line bg-sunken p-5">
        <p className="mb-3 text-13 font-medium text-muted">{t("auth.recovery.codeLabel")}</p>
        <ol
          dir="ltr"
          aria-label={t("auth.recovery.codeLabel")}
          className="grid grid-cols-3 gap-x-3 gap-y-2.5 font-mono text-22 font-medium tracking-wider tabular-nums select-all min-[24rem]:grid-cols-4"
        >
          {groupsOf(code).map((group, index) => (
            <li key={index} className="flex flex-col">
              <span aria-hidden="true" className="font-sans text-12 font-normal tracking-normal text-faint select-none">
                {index + 1}
              </span>
              {group}
            </li>
          ))}
        </ol>
        <p className="mt-3 hidden text-13 whitespace-pre-line print:block">{fileText}</p>
      </div>
      <div className="grid grid-cols-3 gap-2">
        <Button size="small" onClick={() => void copy()}>
          <Copy aria-hidden="true" className="size-4" />
          {t("auth.recovery.copy")}
        </Button>
        <Button size="small" onClick={download}>
          <Download aria-hidden="true" className="size-4" />
          {t("auth.recovery.download")}
        </Button>
        <Button size="small" onClick={() => print()}>
          <Printer aria-hidden="true" className="size-4" />
          {t("auth.recovery.print")}
        </Button>
      </div>
      <Banner>{t("auth.recovery.warn")}</Banner>
      <div className="flex flex-col gap-2">
        <Button look="primary" size="large" wide onClick={onKept}>
          {t("auth.recovery.kept")}
        </Button>
        <Button look="quiet" size="large" wide onClick={onLater}>
          {t("auth.recovery.later")}
        </Button>
      </div>
    </div>
  );
}
