"use client";
/** Owns what floats above a conversation on behalf of its messages: at most one thing at a time. The menu comes first, the rest when it is asked for. */
import { useTranslate } from "@/lib/i18n/language";
import { floating } from "./lazily";
import type { MessageLayerProps } from "./message-layers";
import MessageMenu from "./message-menu";
import { verbsOf } from "./message-verbs";

const EmojiLayer = floating(async () => (await import("./emoji-layer")).default);
const EditsDialog = floating(async () => (await import("./edits-dialog")).default);
const RemindDialog = floating(async () => (await import("./remind-dialog")).default);
const DeleteDialog = floating(async () => (await import("./delete-dialog")).default);
const ForwardDialog = floating(async () => (await import("./forward-dialog")).default);
const InsertDialog = floating(async () => (await import("./insert-dialog")).default);
const ReceiptsSheet = floating(async () => (await import("./receipts-sheet")).ReceiptsSheet);
const TranslationDialog = floating(async () => (await import("./translation-dialog")).default);
const TakeOut = floating(async () => (await import("./take-out")).default);
const KeptSheet = floating(async () => (await import("./kept-sheet")).default);

export function MessageLayer({ view, commands, messages, layer, onClose: close }: MessageLayerProps) {
  const t = useTranslate();
  const { acts } = messages;
  const canWrite = view.canSend;
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
