"use client";
/** Owns the one notice that stands above the list: a new version, then what was restored, then a reminder, then an offer. */
import { InstallNote } from "@/components/chat/install-note";
import { RecoveryReminder } from "@/components/chat/recovery-reminder";
import { RestoredNote } from "@/components/chat/restored-note";
import { VersionNote } from "@/components/chat/version-note";
import { useRestored } from "@/lib/chat/use-restored";
import type { Me } from "@/lib/session/view";
import { useInstall } from "@/lib/storage/use-install";
import { useShell } from "@/lib/storage/use-shell";

/** `started`: there is a conversation worth coming back to. */
export function ListNotice({ me, started }: { me: Me; started: boolean }) {
  const { newVersion, take } = useShell(me.remembered);
  const install = useInstall();
  const restored = useRestored();
  if (newVersion !== "none") return <VersionNote onTake={take} />;
  if (restored) return <RestoredNote />;
  if (!me.recoveryConfirmed) return <RecoveryReminder />;
  return <InstallNote {...install} way={me.remembered && started ? install.way : "none"} />;
}
