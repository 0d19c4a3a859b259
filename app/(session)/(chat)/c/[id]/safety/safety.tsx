"use client";
/** Owns binding the safety number to the messenger: whose it is, computing it, marking it. */
import { Handle } from "@/components/ui/handle";
import Link from "next/link";
import { useEffect, useState } from "react";
import { FailureBanner } from "@/components/auth/form";
import { useSubmit } from "@/components/auth/use-submit";
import { BlockPerson } from "@/components/chat/block-person";
import { Pane } from "@/components/chat/pane";
import { SafetyNumber, SafetySkeleton } from "@/components/chat/safety-view";
import { SilencePerson } from "@/components/chat/silence-person";
import { Avatar } from "@/components/ui/avatar";
import { OneLine } from "@/components/ui/one-line";
import { useChat } from "@/lib/chat/use-chat";
import { useConversation } from "@/lib/chat/use-conversation";
import type { PersonView, SafetyView } from "@/lib/chat/view";
import { type ErrorWords, wordsOf } from "@/lib/i18n/error-words";
import { useTranslate } from "@/lib/i18n/language";

export function Safety({ conversationId, userId }: { conversationId: string; userId: string | null }) {
  const t = useTranslate();
  const { view } = useConversation(conversationId);
  const { people } = view.row;
  const chosen = userId ?? (people.length === 1 ? people[0]?.userId : undefined);
  return (
    <Pane title={t("safety.title")} backHref={`/c/${conversationId}`} backAlways>
      {view.phase.kind === "opening" ? (
        <SafetySkeleton />
      ) : chosen !== undefined ? (
        <SafetyOf key={chosen} userId={chosen} />
      ) : people.length > 1 ? (
        <Choose conversationId={conversationId} people={people} />
      ) : (
        <p className="text-muted">{t("safety.nobody")}</p>
      )}
    </Pane>
  );
}

function SafetyOf({ userId }: { userId: string }) {
  const t = useTranslate();
  const chat = useChat();
  const [safety, setSafety] = useState<SafetyView | null>(null);
  const [failure, setFailure] = useState<ErrorWords | null>(null);
  useEffect(() => {
    let left = false;
    chat.safety(userId).then(
      (found) => !left && setSafety(found),
      (thrown: unknown) => !left && setFailure(wordsOf(t, thrown)),
    );
    return () => {
      left = true;
    };
  }, [chat, userId, t]);
  const mark = useSubmit(async (verified: boolean) => {
    await chat.setVerified(userId, verified);
    setSafety(await chat.safety(userId));
  });
  const accept = useSubmit(async () => {
    await chat.acceptReset(userId);
    setSafety(await chat.safety(userId));
  });
  if (failure) return <FailureBanner failure={failure} />;
  if (!safety) return <SafetySkeleton />;
  return (
    <div className="flex flex-col gap-4">
      <SafetyNumber
        safety={safety}
        busy={mark.busy || accept.busy}
        onMark={(verified) => void mark.run(verified)}
        onAccept={() => void accept.run(undefined)}
      />
      <FailureBanner failure={mark.failure ?? accept.failure} />
      <section aria-label={t("block.section")} className="flex flex-col items-start gap-2 border-t border-line pt-4">
        <div className="w-full">
          <SilencePerson person={safety.person} />
        </div>
        <BlockPerson person={safety.person} />
      </section>
    </div>
  );
}

function Choose({ conversationId, people }: { conversationId: string; people: readonly PersonView[] }) {
  const t = useTranslate();
  return (
    <>
      <p className="mb-3 text-15 text-muted">{t("safety.choose")}</p>
      <ul className="-mx-2">
        {people.map((person) => (
          <li key={person.userId}>
            <Link
              href={`/c/${conversationId}/safety?with=${person.userId}`}
              className="flex min-h-14 items-center gap-3 rounded-10 px-2 hover:bg-fill"
            >
              <Avatar id={person.userId} name={person.name} />
              <span className="min-w-0">
                <OneLine className="font-medium">{person.name}</OneLine>
                <span className="block truncate text-13 text-muted">
                  <Handle of={person.handle} />
                </span>
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </>
  );
}
