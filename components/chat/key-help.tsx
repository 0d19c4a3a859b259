"use client";
/** Owns the sheet of keys: what each does, written as on this keyboard. */
import { Dialog } from "@/components/ui/dialog";
import { Kbd } from "@/components/ui/kbd";
import { Switch } from "@/components/ui/switch";
import { prefer, usePreferences } from "@/components/ui/use-preferences";
import { useTranslate } from "@/lib/i18n/language";
import { keyMap, keyNames } from "./shell-keys";

const shown = ["palette", "search", "create", "step", "settings", "back", "help"] as const;

export function KeyHelp({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const t = useTranslate();
  const { singleKeys, enterSends } = usePreferences();
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={t("keys.title")} closeLabel={t("app.close")}>
      <dl className="grid grid-cols-[1fr_auto] items-center gap-x-6 gap-y-2 text-15">
        {shown.map((action) => (
          <Line key={action} label={t(`keys.${action}`)} keys={keyNames(keyMap[action])} />
        ))}
        <Line label={t("keys.send")} keys={keyNames(enterSends ? ["Enter"] : ["Mod", "Enter"])} />
        <Line label={t("keys.break")} keys={enterSends ? ["Shift", "Enter"] : ["Enter"]} />
      </dl>
      <div className="border-t border-line pt-2">
        <Switch
          label={t("keys.single")}
          hint={t("keys.singleHint")}
          checked={singleKeys}
          onChange={(checked) => prefer({ singleKeys: checked })}
        />
      </div>
    </Dialog>
  );
}

function Line({ label, keys }: { label: string; keys: readonly string[] }) {
  return (
    <>
      <dt>{label}</dt>
      <dd className="m-0 justify-self-end">
        <Kbd keys={keys} />
      </dd>
    </>
  );
}
