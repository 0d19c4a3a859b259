"use client";
/** Owns binding the privacy settings to the messenger. */
import { UnblockPerson } from "@/components/chat/block-person";
import { PrivacySection } from "@/components/settings/privacy-section";
import { useNow } from "@/components/ui/use-now";
import { useBlocks } from "@/lib/chat/use-blocks";
import { usePreferences } from "@/lib/chat/use-preferences";
import { useOwnPresence } from "@/lib/chat/use-presence";

export function Privacy() {
  const { hidden, commands } = useOwnPresence();
  const { values, set } = usePreferences();
  const { blocked } = useBlocks();
  return (
    <PrivacySection
      presenceShown={!hidden}
      receiptsShown={values["receipts"] !== "hidden"}
      blocked={blocked}
      unblock={(userId, name) => <UnblockPerson userId={userId} name={name} />}
      now={useNow()}
      onPresence={(shown) => commands.hide(!shown)}
      onReceipts={(shown) => set({ receipts: shown ? null : "hidden" })}
    />
  );
}
