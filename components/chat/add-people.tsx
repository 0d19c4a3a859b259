"use client";
/** Owns letting people into a group: choosing them, and saying what they will and will not read. */
import { UserPlus } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import type { MembershipCommands, MemberView, PersonView } from "@/lib/chat/view";
import { useChat } from "@/lib/chat/use-chat";
import { useKnownPeople } from "@/lib/chat/use-known-people";
import { useTranslate } from "@/lib/i18n/language";
import { maxParticipants } from "@/lib/protocol/limits";
import { ConfirmWish } from "./confirm-wish";
import { PeoplePicker } from "./people-picker";

export interface AddPeopleProps {
  roster: readonly MemberView[];
  commands: MembershipCommands;
}

export function AddPeople({ roster, commands }: AddPeopleProps) {
  const t = useTranslate();
  const chat = useChat();
  const known = useKnownPeople();
  const [open, setOpen] = useState(false);
  const [chosen, setChosen] = useState<readonly PersonView[]>([]);
  const room = maxParticipants - roster.filter(({ role }) => role !== "moderator").length;
  const close = () => {
    setOpen(false);
    setChosen([]);
  };
  return (
    <>
      <Button look="plain" size="small" disabled={room <= 0} onClick={() => setOpen(true)}>
        <UserPlus aria-hidden="true" className="size-4" />
        {t("groups.add")}
      </Button>
      {open ? (
        <ConfirmWish
          title={t("groups.addTitle")}
          text={t("groups.addText")}
          action={chosen.length === 0 ? t("groups.add") : t("groups.addCount", { count: chosen.length })}
          disabled={chosen.length === 0 || chosen.length > room}
          onConfirm={() => commands.add(chosen.map(({ userId }) => userId))}
          onClose={close}
        >
          <PeoplePicker
            chosen={chosen}
            onChange={setChosen}
            known={known}
            taken={new Set(roster.map(({ person }) => person.userId))}
            onFind={(handle) => chat.findPerson(handle)}
          />
        </ConfirmWish>
      ) : null}
    </>
  );
}
