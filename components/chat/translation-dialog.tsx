"use client";
/** Owns a message in the reader's own language, translated by the browser on this device. */
import { useEffect, useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Progress } from "@/components/ui/spinner";
import type { MessageRow } from "@/lib/chat/view-message";
import { translateHere, type Translation } from "@/lib/i18n/device-translator";
import { useFormat, useTranslate } from "@/lib/i18n/language";
import { MessageText } from "./message-text";

type State = Translation | { readonly kind: "waiting"; readonly loaded: number | null } | { readonly kind: "failed" };

const waiting: State = { kind: "waiting", loaded: null };

export default function TranslationDialog({ row, onClose }: { row: MessageRow; onClose: () => void }) {
  const t = useTranslate();
  const [turn, setTurn] = useState(0);
  const [state, setState] = useState<State>(waiting);
  const { text } = row;
  useEffect(() => {
    const ending = new AbortController();
    const { signal } = ending;
    const show = (next: State) => !signal.aborted && setState(next);
    const onProgress = (loaded: number) => show({ kind: "waiting", loaded });
    translateHere(text, { to: document.documentElement.lang, signal, onProgress }).then(show, () =>
      show({ kind: "failed" }),
    );
    return () => ending.abort();
  }, [text, turn]);
  const retry = () => {
    setState(waiting);
    setTurn(turn + 1);
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t("translation.title")}
      text={t("translation.text")}
      closeLabel={t("app.close")}
    >
      <div className="flex flex-col gap-3" aria-live="polite">
        <Outcome state={state} onRetry={retry} />
        <div className="border-t border-line pt-3">
          <p className="text-12 text-muted">{t("translation.original")}</p>
          <MessageText text={text} mentions={row.mentions} />
        </div>
      </div>
    </Dialog>
  );
}

function Outcome({ state, onRetry }: { state: State; onRetry: () => void }) {
  const t = useTranslate();
  const format = useFormat();
  switch (state.kind) {
    case "waiting":
      return (
        <div className="flex flex-col gap-2 text-13 text-muted">
          {t(state.loaded === null ? "translation.waiting" : "translation.fetching")}
          <Progress value={state.loaded} label={t("translation.waiting")} />
        </div>
      );
    case "done":
      return (
        <div>
          <p className="text-12 text-muted">{t("translation.from", { language: format.language(state.from) })}</p>
          <MessageText text={state.text} />
        </div>
      );
    case "unavailable":
      return <p className="text-13">{t("translation.unavailable", { language: format.language(state.from) })}</p>;
    case "same":
    case "unable":
    case "unclear":
      return <p className="text-13">{t(`translation.${state.kind}`)}</p>;
    case "failed":
      return (
        <div className="flex flex-wrap items-center justify-between gap-3">
          <p className="text-13 text-danger">{t("translation.failed")}</p>
          <Button size="small" onClick={onRetry}>
            {t("app.retry")}
          </Button>
        </div>
      );
  }
}
