"use client";
/** Owns the specimens of components/settings. */
import { Pane } from "@/components/chat/pane";
import { AppearanceSection } from "@/components/settings/appearance-section";
import { DevicesSection } from "@/components/settings/devices-section";
import { PrivacySection } from "@/components/settings/privacy-section";
import { ProfileSection } from "@/components/settings/profile-section";
import { SecuritySection, type SecurityCommands } from "@/components/settings/security-section";
import { SettingsTabs } from "@/components/settings/settings-tabs";
import { Button } from "@/components/ui/button";
import type { Logins } from "@/lib/session/use-logins";
import type { LoginView, Me } from "@/lib/session/view";
import { now } from "./samples";

const me: Me = {
  userId: "00000000-0000-4000-8000-jonas",
  handle: "jonas_w",
  displayName: "Jonas Weber",
  email: "jonas@example.org",
  recoveryConfirmed: false,
  remembered: true,
  idleLockMinutes: 15,
};

const login = (id: string, label: string | null, remembered: boolean): LoginView => ({
  id,
  current: id === "1",
  createdAt: now - 86_400_000 * Number(id),
  usedAt: now - 3_600_000 * (Number(id) - 1),
  label,
  remembered,
});
const logins: Logins = {
  list: [login("1", "Firefox, Linux", true), login("2", "Safari, iPhone", true), login("3", null, false)],
  failure: null,
  reload: () => {},
  end: async () => {},
  endOthers: async () => {},
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
        <ProfileSection
          me={me}
          status={{ seen: "online", status: "On holiday", until: null }}
          now={now}
          onRename={async () => {}}
          onStatus={async () => {}}
        />
        <PrivacySection
          presenceShown
          receiptsShown={false}
          blocked={[{ userId: "u7", handle: "eve_k", name: "Eve Kern", since: now }]}
          now={now}
          onPresence={async () => {}}
          onReceipts={async () => {}}
          unblock={() => <Button size="small">Unblock</Button>}
        />
        <DevicesSection logins={logins} now={now} />
        <AppearanceSection />
        <SecuritySection me={me} commands={commands} />
      </div>
    </Pane>
  );
}
