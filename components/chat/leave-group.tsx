"use client";
/** Owns leaving a group: what it means, and naming another admin first where one is needed. */
import { LogOut } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Choices } from "@/components/ui/choices";
import { handleText } from "@/components/ui/handle";
import type { ConversationView, MembershipCommands } from "@/lib/chat/view";
import { useTranslate } from "@/lib/i18n/language";
import { ConfirmWish } from "./confirm-wish";
import { conversationTitle } from "./conversation-title";

export interface LeaveGroupProps {
  view: ConversationView;
  commands: MembershipCommands;
}

export function LeaveGroup({ view, commands }: LeaveGroupProps) {
  const t = useTranslate();
  const { row, roster, powers } = view;
  const [open, setOpen] = useState(false);
  const heirs = roster.filter(({ person, role, leaving }) => !person.me && role !== "moderator" && !leaving);
  const [heir, setHeir] = useState("");
  const { mustHandOver } = powers;
  return (
    <>
      <Button look="quiet" className="-mx-2 justify-start px-2 text-danger" onClick={() => setOpen(true)}>
        <LogOut aria-hidden="true" className="size-4 rtl:-scale-x-100" />
        {t("groups.leave")}
      </Button>
      {open ? (
        <ConfirmWish
          title={t("groups.leaveTitle", { title: conversationTitle(t, row) })}
          text={t(mustHandOver ? "groups.handOverText" : "groups.leaveText")}
          action={t(mustHandOver ? "groups.handOver" : "groups.leave")}
          danger
          disabled={mustHandOver && heir === ""}
          onConfirm={() => (mustHandOver ? commands.handOver(heir) : commands.leave())}
          onClose={() => setOpen(false)}
        >
          {mustHandOver ? (
            <Choices
              legend={t("groups.heir")}
              value={heir}
              onChange={setHeir}
              choices={heirs.map(({ person }) => ({
                value: person.userId,
                title: person.name,
                hint: handleText(person.handle),
              }))}
              className="max-h-64 overflow-y-auto"
            />
          ) : null}
        </ConfirmWish>
      ) : null}
    </>
  );
}
