"use client";
/** Owns closing a conversation for everybody and deleting it for everybody, from its details. */
import { Archive, Trash2 } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import type { ConversationView, MembershipCommands } from "@/lib/chat/view";
import { useTranslate } from "@/lib/i18n/language";
import { ConfirmWish } from "./confirm-wish";

export function EndConversation({ view, commands }: { view: ConversationView; commands: MembershipCommands }) {
  const t = useTranslate();
  // An object for every time it is asked: an answer that is long in coming closes its own question, and no later one.
  const [asked, setAsked] = useState<{ readonly what: "close" | "delete" } | null>(null);
  const open = asked?.what ?? null;
  const { row, life } = view;
  const mayClose = life.mayClose && !life.closed && !life.deleting;
  const mayDelete = life.mayDelete !== null && !life.deleting && !life.wished;
  // Done, or done by somebody else: a question that is no longer one must not come back with the button.
  if ((open === "close" && !mayClose) || (open === "delete" && !mayDelete)) setAsked(null);
  if (row.state !== "active" || !(mayClose || mayDelete)) return null;
  const [other] = row.people;
  const text = () => {
    const count = life.graceDays;
    if (life.mayDelete === "alone") return t("life.deleteAlone", { count });
    return other
      ? t("life.deleteTogether", { count, name: row.people.map(({ name }) => name).join(", ") })
      : t("life.deleteNote", { count });
  };
  const close = () => setAsked((now) => (now === asked ? null : now));
  const button = "-mx-2 justify-start px-2 text-danger";
  return (
    <div className="flex flex-col items-start">
      {mayClose ? (
        <Button look="quiet" className={button} onClick={() => setAsked({ what: "close" })}>
          <Archive aria-hidden="true" className="size-4" />
          {t("life.close")}
        </Button>
      ) : null}
      {mayDelete ? (
        <Button look="quiet" className={button} onClick={() => setAsked({ what: "delete" })}>
          <Trash2 aria-hidden="true" className="size-4" />
          {t("life.delete")}
        </Button>
      ) : null}
      {open === "close" ? (
        <ConfirmWish
          title={t("life.closeTitle")}
          text={t("life.closeText")}
          action={t("life.close")}
          danger
          onConfirm={() => commands.close(true)}
          onClose={close}
        />
      ) : null}
      {open === "delete" ? (
        <ConfirmWish
          title={t("life.deleteTitle")}
          text={text()}
          action={t("life.delete")}
          danger
          onConfirm={() => commands.erase(true)}
          onClose={close}
        />
      ) : null}
    </div>
  );
}
