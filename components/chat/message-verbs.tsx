"use client";
/** Owns which verbs a message has, in which order: what it is, whose it is and how old it is decides. */
import {
  AlarmClock,
  AlarmClockOff,
  Copy,
  Forward,
  History,
  Languages,
  ListChecks,
  MessageSquareOff,
  MessagesSquare,
  Pencil,
  Pin,
  PinOff,
  Reply,
  Star,
  StarOff,
  Trash2,
} from "lucide-react";
import type { MessageRow } from "@/lib/chat/view-message";
import type { RoomView } from "@/lib/chat/view-rooms";
import type { Translate } from "@/lib/i18n/translate";
import type { MessageVerb } from "./message-menu";

export interface VerbActs {
  readonly reply: () => void;
  readonly thread: () => void;
  readonly edit: () => void;
  readonly copy: () => void;
  /** Null where the browser does not translate. */
  readonly translate: (() => void) | null;
  readonly forward: () => void;
  readonly pin: (pinned: boolean) => void;
  readonly star: (starred: boolean) => void;
  readonly remind: () => void;
  readonly forgetReminder: () => void;
  readonly history: () => void;
  readonly select: () => void;
  readonly remove: () => void;
  /** Takes somebody's message out of an open room. */
  readonly takeOut: () => void;
}

/** `canWrite`: messages may be sent here. `room`: in an open room rank decides, too. `inThread`: the message stands in a thread already. */
export function verbsOf(
  t: Translate,
  row: MessageRow,
  acts: VerbActs,
  { canWrite, inThread, now, room }: { canWrite: boolean; inThread: boolean; now: number; room: RoomView | null },
): readonly MessageVerb[] {
  const logged = row.hash !== null;
  const writes = logged && canWrite;
  const verb = (when: boolean, label: string, icon: React.ReactNode, act: () => void, danger = false) =>
    when ? [{ label, icon, act, danger }] : [];
  const editable = row.editableUntil !== null && now < row.editableUntil;
  return [
    ...verb(writes, t("message.reply"), <Reply />, acts.reply),
    ...verb(writes && !inThread, t("thread.reply"), <MessagesSquare />, acts.thread),
    ...verb(writes && editable, t("message.edit"), <Pencil />, acts.edit),
    ...verb(row.text !== "", t("conversation.copyMessage"), <Copy />, acts.copy),
    ...(acts.translate && row.text !== "" && !row.author.me
      ? verb(true, t("message.translate"), <Languages />, acts.translate)
      : []),
    ...verb(logged && row.content.kind === "text", t("message.forward"), <Forward />, acts.forward),
    ...verb(
      writes && room?.role !== "member",
      t(row.pinned ? "message.unpin" : "message.pin"),
      row.pinned ? <PinOff /> : <Pin />,
      () => acts.pin(!row.pinned),
    ),
    ...verb(logged, t(row.starred ? "message.unstar" : "message.star"), row.starred ? <StarOff /> : <Star />, () =>
      acts.star(!row.starred),
    ),
    ...verb(logged && row.remindAt === null, t("message.remind"), <AlarmClock />, acts.remind),
    ...verb(row.remindAt !== null, t("message.noReminder"), <AlarmClockOff />, acts.forgetReminder),
    ...verb(row.before.length > 0, t("message.history"), <History />, acts.history),
    ...verb(logged && !inThread, t("message.select"), <ListChecks />, acts.select),
    ...verb(
      logged && !row.author.me && room !== null && room.role !== "member",
      t("rooms.takeOut"),
      <MessageSquareOff />,
      acts.takeOut,
      true,
    ),
    ...verb(logged, t("message.delete"), <Trash2 />, acts.remove, true),
  ];
}
