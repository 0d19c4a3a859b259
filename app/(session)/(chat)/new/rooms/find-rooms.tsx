"use client";
/** Owns binding the list of open rooms to its page. */
import { useRouter } from "next/navigation";
import { Pane } from "@/components/chat/pane";
import { RoomFinder } from "@/components/chat/room-finder";
import { useTranslate } from "@/lib/i18n/language";

export function FindRooms() {
  const t = useTranslate();
  const router = useRouter();
  return (
    <Pane title={t("rooms.title")} backHref="/new" backAlways>
      <RoomFinder onOpen={(id) => router.push(`/c/${id}`)} />
    </Pane>
  );
}
