"use client";
/** Owns what others see of oneself, and what they do not. */
import { Handle, handleText } from "@/components/ui/handle";
import { Copy } from "lucide-react";
import { Avatar } from "@/components/ui/avatar";
import { copyText } from "@/components/ui/copy-text";
import { IconButton } from "@/components/ui/icon-button";
import { OneLine } from "@/components/ui/one-line";
import { toast } from "@/components/ui/toast-queue";
import { useTranslate } from "@/lib/i18n/language";
import type { Me } from "@/lib/session/view";
import type { PresenceView } from "@/lib/chat/view";
import { NameLine } from "./name-line";
import { StatusLine } from "./status-line";
import { SettingsGroup, SettingsLine } from "./settings-group";

export interface ProfileSectionProps {
  me: Me;
  status: PresenceView;
  /** ms since 1970 */
  now: number;
  onRename: (name: string) => Promise<void>;
  onStatus: (status: string | null, until: number | null) => Promise<void>;
}

export function ProfileSection({ me, status, now, onRename, onStatus }: ProfileSectionProps) {
  const t = useTranslate();
  const copy = async () => toast(t((await copyText(me.handle)) ? "app.copied" : "app.copyFailed"));
  return (
    <div className="flex flex-col gap-6">
      <div className="flex items-center gap-4">
        <Avatar id={me.userId} name={me.displayName} size="huge" />
        <div className="min-w-0">
          <OneLine className="text-22 font-semibold tracking-tight">{me.displayName}</OneLine>
          <p className="truncate text-15 text-muted">
            <Handle of={me.handle} />
          </p>
        </div>
      </div>
      <SettingsGroup>
        <NameLine name={me.displayName} onRename={onRename} />
        <StatusLine status={status} now={now} onStatus={onStatus} />
        <SettingsLine
          title={t("settings.profile.handle")}
          text={t("settings.profile.handleHint")}
          value={handleText(me.handle)}
          action={
            <IconButton label={t("settings.profile.copyHandle")} small onClick={() => void copy()}>
              <Copy />
            </IconButton>
          }
        />
        <SettingsLine title={t("settings.profile.email")} text={t("settings.profile.emailHint")} value={me.email} />
      </SettingsGroup>
    </div>
  );
}
