"use client";
/** Owns making a link into a group: its limits, and the link itself, shown once. */
import { Copy } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { copyText } from "@/components/ui/copy-text";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { IconButton } from "@/components/ui/icon-button";
import { Select } from "@/components/ui/select";
import { toast } from "@/components/ui/toast-queue";
import type { LinkLimits } from "@/lib/chat/view";
import { useTranslate } from "@/lib/i18n/language";
import { ConfirmWish } from "./confirm-wish";

const hours = { hour: 1, day: 24, week: 168, month: 720 } as const;
const uses = [1, 5, 25, 100] as const;

export interface NewLinkProps {
  /** Resolves to an address below the site's own. */
  onMake: (limits: LinkLimits) => Promise<string>;
  onClose: () => void;
}

export function NewLink({ onMake, onClose }: NewLinkProps) {
  const t = useTranslate();
  const [many, setMany] = useState("5");
  const [lasts, setLasts] = useState<keyof typeof hours>("week");
  const [path, setPath] = useState<string | null>(null);
  if (path !== null) return <MadeLink address={`${window.location.origin}${path}`} onClose={onClose} />;
  return (
    <ConfirmWish
      title={t("invites.make")}
      text={t("invites.text")}
      action={t("invites.make")}
      stays
      onConfirm={async () => setPath(await onMake({ uses: Number(many), hours: hours[lasts] }))}
      onClose={onClose}
    >
      <div className="flex flex-col gap-3">
        <label className="flex items-center justify-between gap-3 text-15">
          <span>{t("invites.uses")}</span>
          <Select
            label={t("invites.uses")}
            value={many}
            onValueChange={setMany}
            options={uses.map((count) => ({ value: String(count), label: t("invites.usesCount", { count }) }))}
          />
        </label>
        <label className="flex items-center justify-between gap-3 text-15">
          <span>{t("invites.lasts")}</span>
          <Select
            label={t("invites.lasts")}
            value={lasts}
            onValueChange={setLasts}
            options={(["hour", "day", "week", "month"] as const).map((each) => ({
              value: each,
              label: t(`invites.${each}`),
            }))}
          />
        </label>
      </div>
    </ConfirmWish>
  );
}

function MadeLink({ address, onClose }: { address: string; onClose: () => void }) {
  const t = useTranslate();
  const copy = async () => toast(t((await copyText(address)) ? "app.copied" : "app.copyFailed"));
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t("invites.made")}
      text={t("invites.madeText")}
      actions={
        <Button look="primary" onClick={onClose}>
          {t("invites.done")}
        </Button>
      }
    >
      <Field
        label={t("invites.link")}
        name="link"
        readOnly
        value={address}
        dir="ltr"
        onFocus={(event) => event.currentTarget.select()}
        end={
          <IconButton label={t("invites.copy")} onClick={() => void copy()}>
            <Copy />
          </IconButton>
        }
      />
    </Dialog>
  );
}
