"use client";
/** Owns the question before somebody's message is taken out of an open room. */
import { useRooms } from "@/lib/chat/use-rooms";
import { useTranslate } from "@/lib/i18n/language";
import { ConfirmWish } from "./confirm-wish";

export default function TakeOut(props: { conversation: string; seq: number; onClose: () => void }) {
  const { conversation, seq, onClose } = props;
  const t = useTranslate();
  const rooms = useRooms();
  return (
    <ConfirmWish
      title={t("rooms.takeOutTitle")}
      text={t("rooms.takeOutText")}
      action={t("rooms.takeOut")}
      danger
      onConfirm={() => rooms.erase(conversation, seq)}
      onClose={onClose}
    />
  );
}
