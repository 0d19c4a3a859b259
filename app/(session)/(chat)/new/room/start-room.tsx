"use client";
/** Owns binding the making of an open room to the messenger. */
import { useRouter } from "next/navigation";
import { NewRoomForm } from "@/components/chat/new-room-form";
import { Pane } from "@/components/chat/pane";
import { useWish } from "@/components/chat/use-wish";
import { useRooms } from "@/lib/chat/use-rooms";
import { useTranslate } from "@/lib/i18n/language";

export function StartRoom() {
  const t = useTranslate();
  const router = useRouter();
  const rooms = useRooms();
  const wish = useWish();
  return (
    <Pane title={t("rooms.make")} backHref="/new/rooms" backAlways>
      <NewRoomForm
        busy={wish.busy}
        failure={wish.failure}
        onMake={(room) => void wish.run(async () => router.push(`/c/${await rooms.make(room)}`))}
      />
    </Pane>
  );
}
