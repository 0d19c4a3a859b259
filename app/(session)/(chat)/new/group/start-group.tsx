"use client";
/** Owns binding the making of a group to the messenger. */
import { useRouter } from "next/navigation";
import { NewGroupForm } from "@/components/chat/new-group-form";
import { Pane } from "@/components/chat/pane";
import { useWish } from "@/components/chat/use-wish";
import { useChat } from "@/lib/chat/use-chat";
import { useKnownPeople } from "@/lib/chat/use-known-people";
import { useTranslate } from "@/lib/i18n/language";

export function StartGroup() {
  const t = useTranslate();
  const router = useRouter();
  const chat = useChat();
  const known = useKnownPeople();
  const wish = useWish();
  return (
    <Pane title={t("groups.new")} backHref="/new" backAlways>
      <NewGroupForm
        known={known}
        busy={wish.busy}
        failure={wish.failure}
        onFind={(handle) => chat.findPerson(handle)}
        onCreate={(group) => void wish.run(async () => router.push(`/c/${await chat.startGroup(group)}`))}
      />
    </Pane>
  );
}
