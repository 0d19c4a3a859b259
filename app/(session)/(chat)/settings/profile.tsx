"use client";
/** Owns binding the profile to the session. */
import { ProfileSection } from "@/components/settings/profile-section";
import { useNow } from "@/components/ui/use-now";
import { useOwnPresence } from "@/lib/chat/use-presence";
import { useSession } from "@/lib/session/use-session";

export function Profile() {
  const { view, session } = useSession();
  const { own, commands } = useOwnPresence();
  const now = useNow();
  if (view.state !== "ready") return null;
  return (
    <ProfileSection
      me={view.me}
      status={own}
      now={now}
      onRename={(name) => session.rename(name)}
      onStatus={(status, until) => commands.setStatus(status, until)}
    />
  );
}
