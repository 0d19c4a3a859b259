"use client";
/** Owns what a person lets others see of them, and whom they have blocked. */
import type { ReactNode } from "react";
import { FailureBanner } from "@/components/auth/form";
import { useSubmit } from "@/components/auth/use-submit";
import { Avatar } from "@/components/ui/avatar";
import { OneLine } from "@/components/ui/one-line";
import { Switch } from "@/components/ui/switch";
import type { BlockedPerson } from "@/lib/chat/view";
import { useFormat, useTranslate } from "@/lib/i18n/language";
import { SettingsGroup } from "./settings-group";

export interface PrivacySectionProps {
  presenceShown: boolean;
  receiptsShown: boolean;
  blocked: readonly BlockedPerson[];
  /** ms since 1970 */
  now: number;
  onPresence: (shown: boolean) => Promise<void>;
  onReceipts: (shown: boolean) => Promise<void>;
  /** The button that ends a block. */
  unblock: (userId: string, name: string) => ReactNode;
}

export function PrivacySection(props: PrivacySectionProps) {
  const { presenceShown, receiptsShown, blocked, now, onPresence, onReceipts, unblock } = props;
  const t = useTranslate();
  const format = useFormat();
  const presence = useSubmit(onPresence);
  const receipts = useSubmit(onReceipts);
  return (
    <div className="flex flex-col gap-8">
      <SettingsGroup title={t("settings.privacy.shown")}>
        <div className="px-4 py-3">
          <Switch
            label={t("settings.privacy.presence")}
            hint={t("settings.privacy.presenceHint")}
            checked={presenceShown}
            disabled={presence.busy}
            onChange={(shown) => void presence.run(shown)}
          />
          <FailureBanner failure={presence.failure} />
        </div>
        <div className="px-4 py-3">
          <Switch
            label={t("settings.privacy.receipts")}
            hint={t("settings.privacy.receiptsHint")}
            checked={receiptsShown}
            disabled={receipts.busy}
            onChange={(shown) => void receipts.run(shown)}
          />
          <FailureBanner failure={receipts.failure} />
        </div>
      </SettingsGroup>
      <SettingsGroup title={t("settings.privacy.blocked")}>
        {blocked.length === 0 ? (
          <p className="px-4 py-3 text-15 text-muted">{t("settings.privacy.nobodyBlocked")}</p>
        ) : (
          blocked.map(({ userId, name, handle, since }) => (
            <div key={userId} className="flex flex-wrap items-center gap-3 px-4 py-3">
              <Avatar id={userId} name={name} />
              <div className="min-w-32 flex-1">
                <OneLine className="text-15 font-medium">{name}</OneLine>
                <p className="truncate text-13 text-muted">
                  {t("settings.privacy.blockedSince", { handle, since: format.day(since, now) })}
                </p>
              </div>
              {unblock(userId, name)}
            </div>
          ))
        )}
      </SettingsGroup>
    </div>
  );
}
