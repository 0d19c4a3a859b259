"use client";
/** Owns what floats above a conversation on behalf of its messages: at most one thing at a time. The menu comes first, the rest when it is asked for. */
import { lazy } from "react";
import { useTranslate } from "@/lib/i18n/language";
import type { MessageLayersProps } from "./message-layers";
import MessageMenu from "./message-menu";
import { verbsOf } from "./message-verbs";

const EmojiLayer = lazy(() => import("./emoji-layer"));
const EditsDialog = lazy(() => import("./edits-dialog"));
const RemindDialog = lazy(() => import("./remind-dialog"));
const DeleteDialog = lazy(() => import("./delete-dialog"));
const ForwardDialog = lazy(() => import("./forward-dialog"));
const InsertDialog = lazy(() => import("./insert-dialog"));
const ReceiptsSheet = lazy(async () => ({ default: (await import("./receipts-sheet")).ReceiptsSheet }));
const TranslationDialog = lazy(() => import("./translation-dialog"));
const TakeOut = lazy(() => import("./take-out"));
const KeptSheet = lazy(() => import("./kept-sheet"));

export default function MessageLayer({ view, commands, messages }: MessageLayersProps) {
  const t = useTranslate();
  const { layer, acts } = messages;
  const canWrite = view.canSend;
  if (!layer) return null;
  const close = () => messages.close(layer);
  switch (layer.kind) {
    case "menu": {
      const { row, place } = layer;
      const inThread = view.threads.some((thread) => thread.rows.some(({ key }) => key === row.key));
      const verbs = verbsOf(t, row, messages.verbs(row, layer.writing), {
        canWrite,
        inThread,
        now: layer.at,
        room: view.room,
      });
      const react = (emoji: string) => row.hash && acts.react(row.hash, emoji);
      const more = () => messages.open({ ...layer, kind: "emoji" });
      return <MessageMenu row={row} place={place} verbs={verbs} onReact={react} onMoreEmoji={more} onClose={close} />;
    }
    case "emoji": {
      const { row, place } = layer;
      const pick = (emoji: string) => row.hash && acts.react(row.hash, emoji);
      return <EmojiLayer place={place} onPick={pick} onClose={close} />;
    }
    case "edits":
      return <EditsDialog row={layer.row} onClose={close} />;
    case "translation":
      return <TranslationDialog row={layer.row} onClose={close} />;
    case "receipts":
      return <ReceiptsSheet conversationId={view.row.id} seq={layer.row.seq ?? 0} onClose={close} />;
    case "take-out":
      return <TakeOut conversation={view.row.id} seq={layer.row.seq ?? 0} onClose={close} />;
    case "remind":
      return <RemindDialog onRemind={(at) => messages.remindAt(layer.row, at)} onClose={close} />;
    case "delete":
      return (
        <DeleteDialog
          rows={layer.rows}
          canWrite={canWrite}
          onForAll={() => messages.removeForAll(layer.rows)}
          onForMe={() => messages.hide(layer.rows)}
          onClose={close}
        />
      );
    case "forward":
      return (
        <ForwardDialog count={layer.rows.length} onForward={(to) => messages.forward(layer.rows, to)} onClose={close} />
      );
    case "kept":
      return <KeptSheet view={view} onJump={acts.jump} onThread={acts.openThread} onClose={close} />;
    default:
      return <InsertDialog kind={layer.kind} onSay={commands.say} onSend={commands.send} onClose={close} />;
  }
}
