"use client";
/** Owns the pane and the tabs around a section of the settings. */
import { usePathname } from "next/navigation";
import type { ReactNode } from "react";
import { Pane } from "@/components/chat/pane";
import { SettingsTabs } from "@/components/settings/settings-tabs";
import { useTranslate } from "@/lib/i18n/language";

export function SettingsFrame({ children }: { children: ReactNode }) {
  const t = useTranslate();
  return (
    <Pane title={t("settings.title")} backHref="/chats">
      <SettingsTabs current={usePathname()} />
      {children}
    </Pane>
  );
}
