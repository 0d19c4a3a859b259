"use client";
/** Owns blocking somebody and taking it back: what it does is said before, in two sentences. */
import { Ban } from "lucide-react";
import { useState } from "react";
import { FailureNote } from "./failure-note";
import { floating } from "./lazily";
import { Button } from "@/components/ui/button";
import { toast } from "@/components/ui/toast-queue";
import type { PersonView } from "@/lib/chat/view";
import { useBlocks } from "@/lib/chat/use-blocks";
import { useTranslate } from "@/lib/i18n/language";

const Dialog = floating(async () => (await import("@/components/ui/dialog")).Dialog);

export function BlockPerson({ person }: { person: PersonView }) {
  const t = useTranslate();
  const { blocked, commands } = useBlocks();
  const [asking, setAsking] = useState(false);
  const { name, userId } = person;
  if (blocked.some((one) => one.userId === userId)) return <UnblockPerson userId={userId} name={name} />;
  return (
    <>
      <Button look="quiet" className="-mx-2 justify-start px-2 text-danger" onClick={() => setAsking(true)}>
        <Ban aria-hidden="true" className="size-4" />
        {t("block.block", { name })}
      </Button>
      {asking ? <Ask name={name} onClose={() => setAsking(false)} block={() => commands.block(userId)} /> : null}
    </>
  );
}

function Ask({ name, onClose, block }: { name: string; onClose: () => void; block: () => Promise<void> }) {
  const t = useTranslate();
  const [failed, setFailed] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const act = async () => {
    setBusy(true);
    try {
      await block();
      onClose();
      toast(t("block.done", { name }));
    } catch (thrown) {
      setFailed(thrown);
      setBusy(false);
    }
  };
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t("block.title", { name })}
      text={t("block.text", { name })}
      actions={
        <>
          <Button onClick={onClose}>{t("app.cancel")}</Button>
          <Button look="danger" busy={busy && t("block.busy")} onClick={() => void act()}>
            {t("block.confirm")}
          </Button>
        </>
      }
    >
      <FailureNote thrown={failed} />
    </Dialog>
  );
}

export function UnblockPerson({ userId, name }: { userId: string; name: string }) {
  const t = useTranslate();
  const { commands } = useBlocks();
  const [failed, setFailed] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const act = async () => {
    setBusy(true);
    setFailed(null);
    await commands.unblock(userId).catch(setFailed);
    setBusy(false);
  };
  return (
    <span className="flex flex-col items-start gap-2">
      <Button
        size="small"
        busy={busy && t("block.unblocking")}
        aria-label={t("block.unblockName", { name })}
        onClick={() => void act()}
      >
        {t("block.unblock")}
      </Button>
      <FailureNote thrown={failed} />
    </span>
  );
}
