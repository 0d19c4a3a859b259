"use client";
/** Owns binding the search by handle to the messenger. */
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useSubmit } from "@/components/auth/use-submit";
import { NewConversation } from "@/components/chat/new-conversation";
import { NewKinds } from "@/components/chat/new-kinds";
import { Pane } from "@/components/chat/pane";
import { codeOf } from "@/lib/base/errors";
import { useChat } from "@/lib/chat/use-chat";
import type { PersonView } from "@/lib/chat/view";
import { useTranslate } from "@/lib/i18n/language";

export function StartConversation() {
  const t = useTranslate();
  const router = useRouter();
  const chat = useChat();
  const [person, setPerson] = useState<PersonView | null>(null);
  const [missing, setMissing] = useState<string | null>(null);
  const start = useSubmit(async (chosen: PersonView) => {
    router.push(`/c/${await chat.startDirect(chosen.userId)}`);
  });
  const note = useSubmit(async () => router.push(`/c/${await chat.openNote()}`));
  const find = useSubmit(async (handle: string) => {
    setPerson(null);
    setMissing(null);
    start.clear();
    try {
      setPerson(await chat.findPerson(handle));
    } catch (thrown) {
      if (codeOf(thrown) !== "E_NOT_FOUND") throw thrown;
      setMissing(handle);
    }
  });
  return (
    <Pane title={t("new.title")} backHref="/chats">
      <NewKinds opening={note.busy} onNote={() => void note.run(undefined)} />
      <NewConversation
        person={person}
        missing={missing}
        failure={find.failure ?? start.failure ?? note.failure}
        finding={find.busy}
        starting={start.busy}
        onFind={(handle) => void find.run(handle)}
        onStart={(chosen) => void start.run(chosen)}
      />
    </Pane>
  );
}
