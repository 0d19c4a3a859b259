"use client";
/** Owns binding the profile to the session. */
import { ProfileSection } from "@/components/settings/profile-section";
import { useSession } from "@/lib/session/use-session";

export function Profile() {
  const { view } = useSession();
  return view.state === "ready" ? <ProfileSection me={view.me} /> : null;
}
