"use client";
/** Owns who asks to be let in, above the conversation, for those who may answer. */
import { Check, X } from "lucide-react";
import { Avatar } from "@/components/ui/avatar";
import { Handle } from "@/components/ui/handle";
import { IconButton } from "@/components/ui/icon-button";
import { OneLine } from "@/components/ui/one-line";
import type { JoinRequestView, MembershipCommands } from "@/lib/chat/view";
import { useTranslate } from "@/lib/i18n/language";
import { Refused } from "./refused";
import { TrustMark } from "./trust-mark";
import { useWish } from "./use-wish";

export interface JoinRequestsProps {
  asked: readonly JoinRequestView[];
  commands: MembershipCommands;
}

/** More are shown in turn. */
const shown = 3;

export function JoinRequests({ asked, commands }: JoinRequestsProps) {
  const t = useTranslate();
  return (
    <section aria-label={t("invites.asks")} className="shrink-0 border-b border-line p-3">
      <ul className="mx-auto flex w-full max-w-[53.75rem] flex-col gap-1 rounded-10 bg-accent-soft px-3.5 py-2">
        {asked.slice(0, shown).map((request) => (
          <li key={request.person.userId}>
            <Request request={request} commands={commands} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Request({ request, commands }: { request: JoinRequestView; commands: MembershipCommands }) {
  const { person, maker } = request;
  const t = useTranslate();
  const wish = useWish();
  return (
    <>
      <div className="flex min-h-12 items-center gap-2 [&>.avatar]:me-1">
        <Avatar id={person.userId} name={person.name} />
        <span className="min-w-0 flex-1 text-13">
          <OneLine className="text-15 font-medium">{person.name}</OneLine>
          <span className="flex flex-wrap gap-x-3 text-muted">
            <Handle of={person.handle} />
            <TrustMark trust={person.trust} />
          </span>
          <span className="block text-pretty text-muted">{t("invites.askedBy", { maker: maker.name })}</span>
        </span>
        <IconButton
          label={t("invites.declineNamed", { name: person.name })}
          disabled={wish.busy}
          onClick={() => void wish.run(() => commands.decline(person.userId))}
        >
          <X />
        </IconButton>
        <IconButton
          label={t("invites.acceptNamed", { name: person.name })}
          look="primary"
          disabled={wish.busy}
          onClick={() => void wish.run(() => commands.accept(person.userId))}
        >
          <Check />
        </IconButton>
      </div>
      <Refused failure={wish.failure} />
    </>
  );
}
