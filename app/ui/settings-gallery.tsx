"use client";
/** Owns the specimens of components/settings. */
import { Pane } from "@/components/chat/pane";
import { AppearanceSection } from "@/components/settings/appearance-section";
import { ProfileSection } from "@/components/settings/profile-section";
import { SecuritySection, type SecurityCommands } from "@/components/settings/security-section";
import { SettingsTabs } from "@/components/settings/settings-tabs";
import type { Me } from "@/lib/session/view";

const me: Me = {
  userId: "00000000-0000-4000-8000-jonas",
  handle: "jonas_w",
  displayName: "Jonas Weber",
  email: "jonas@example.org",
  recoveryConfirmed: false,
  remembered: true,
  idleLockMinutes: 15,
};

const commands: SecurityCommands = {
  changePassword: async () => {},
  newRecoveryCode: async () => "HHC5-6Y2H-7XFQ-MBGM-AVQ5-8116-0MPT",
  confirmRecovery: async () => {},
  setIdleLock: async () => {},
  lock: () => {},
  signOut: async () => {},
};

export function SettingsGallery() {
  return (
    <Pane title="Settings" backHref="/ui">
      <SettingsTabs current="/settings/security" />
      <div className="flex flex-col gap-12">
        <ProfileSection me={me} />
        <AppearanceSection />
        <SecuritySection me={me} commands={commands} />
      </div>
    </Pane>
  );
}
