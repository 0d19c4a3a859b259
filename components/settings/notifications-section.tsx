"use client";
/** Owns whether this browser tells of new messages while the page is hidden. It asks when a person switches it on, never by itself. */
import { BellOff } from "lucide-react";
import { FailureBanner } from "@/components/auth/form";
import { useSubmit } from "@/components/auth/use-submit";
import { Banner } from "@/components/ui/banner";
import { Switch } from "@/components/ui/switch";
import type { NoticePermission } from "@/lib/chat/use-notices";
import { useTranslate } from "@/lib/i18n/language";
import { SettingsGroup } from "./settings-group";

export interface NotificationsSectionProps {
  permission: NoticePermission;
  on: boolean;
  withText: boolean;
  onTurn: (on: boolean) => Promise<void>;
  onText: (shown: boolean) => Promise<void>;
}

export function NotificationsSection({ permission, on, withText, onTurn, onText }: NotificationsSectionProps) {
  const t = useTranslate();
  const turn = useSubmit(onTurn);
  const text = useSubmit(onText);
  const barred = permission === "denied" || permission === "unsupported";
  return (
    <div className="flex flex-col gap-4">
      {barred ? (
        <Banner tone="caution" icon={<BellOff />} title={t(`settings.notifications.${permission}Title`)}>
          {t(`settings.notifications.${permission}`)}
        </Banner>
      ) : null}
      <SettingsGroup>
        <div className="px-4 py-1.5">
          <Switch
            label={t("settings.notifications.on")}
            hint={t("settings.notifications.onHint")}
            checked={on}
            disabled={turn.busy || barred}
            onChange={(next) => void turn.run(next)}
          />
          <FailureBanner failure={turn.failure} />
        </div>
        <div className="px-4 py-1.5">
          <Switch
            label={t("settings.notifications.text")}
            hint={t("settings.notifications.textHint")}
            checked={withText}
            disabled={text.busy || !on}
            onChange={(next) => void text.run(next)}
          />
          <FailureBanner failure={text.failure} />
        </div>
      </SettingsGroup>
      <p className="text-13 text-pretty text-muted">{t("settings.notifications.mute")}</p>
    </div>
  );
}
