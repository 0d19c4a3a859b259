"use client";
/** Owns sending later on one screen: the line above the field, and what floats when a message is planned, listed or changed. */
import { useState } from "react";
import { toast } from "@/components/ui/toast-queue";
import { codeOf } from "@/lib/base/errors";
import { useLater } from "@/lib/chat/use-later";
import type { PersonView } from "@/lib/chat/view";
import { type LaterView, maxScheduled } from "@/lib/chat/view-later";
import { errorWords } from "@/lib/i18n/error-words";
import { useTranslate } from "@/lib/i18n/language";
import { LaterBar } from "./later-bar";
import { floating } from "./lazily";
import { namedIn } from "./mentions";

const LaterDialog = floating(async () => (await import("./later-dialog")).default);
const LaterSheet = floating(async () => (await import("./later-sheet")).default);

/** A text that is about to be planned. */
export interface Planning {
  readonly text: string;
  readonly mentions: readonly string[];
  /** Hash of the message it answers. */
  readonly reply: string | undefined;
  /** It has been taken: the field may be emptied. */
  readonly done: () => void;
}

export interface LaterProps {
  id: string;
  people: readonly PersonView[];
  canSend: boolean;
  planning: Planning | null;
  onEndPlanning: () => void;
}

export function Later({ id, people, canSend, planning, onEndPlanning }: LaterProps) {
  const t = useTranslate();
  const { later, commands } = useLater(id);
  const [listed, setListed] = useState(false);
  /** Tries it; false and a word about it if it failed. */
  const attempt = async (work: () => Promise<unknown>): Promise<boolean> => {
    try {
      await work();
      return true;
    } catch (thrown) {
      const code = codeOf(thrown);
      const own = code === "E_VERSION" ? t("later.changedElsewhere") : null;
      toast(
        own ?? (code === "E_INPUT" ? t("later.full", { count: maxScheduled }) : errorWords(t, code).what),
        "danger",
      );
      return false;
    }
  };
  const plan = async ({ text, mentions, reply, done }: Planning, at: number) => {
    const taken = await attempt(() => commands.plan(text, { mentions, reply }, at));
    if (taken) done();
    return taken;
  };
  const remove = ({ id: message }: LaterView) =>
    attempt(async () => toast(t((await commands.cancel(message)) ? "later.deleted" : "later.gone")));
  return (
    <>
      <LaterBar later={later} onOpen={() => setListed(true)} />
      {planning ? <LaterDialog onChoose={(at) => plan(planning, at)} onClose={onEndPlanning} /> : null}
      {listed ? (
        <LaterSheet
          later={later}
          canSend={canSend}
          onChange={(item, text, at) => attempt(() => commands.change(item.id, text, namedIn(text, people), at))}
          onSendNow={(item) => void attempt(() => commands.sendNow(item.id))}
          onDelete={(item) => void remove(item)}
          onClose={() => setListed(false)}
        />
      ) : null}
    </>
  );
}
