"use client";
/** Owns binding one room's card to its page. */
import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { OpenRoomNote } from "@/components/chat/open-room-note";
import { Pane } from "@/components/chat/pane";
import { RoomLine } from "@/components/chat/room-line";
import { Refused } from "@/components/chat/refused";
import { codeOf } from "@/lib/base/errors";
import { useRooms } from "@/lib/chat/use-rooms";
import type { RoomCard } from "@/lib/chat/view-rooms";
import { errorWords, type ErrorWords } from "@/lib/i18n/error-words";
import { useTranslate } from "@/lib/i18n/language";

export function JoinRoom({ id }: { id: string }) {
  const t = useTranslate();
  const router = useRouter();
  const rooms = useRooms();
  const [card, setCard] = useState<RoomCard | null>(null);
  const [failure, setFailure] = useState<ErrorWords | null>(null);
  useEffect(() => {
    let left = false;
    const look = async () => {
      try {
        const found = await rooms.look(id);
        if (!left) setCard(found);
      } catch (thrown) {
        const words = errorWords(t, codeOf(thrown));
        if (!left && codeOf(thrown) !== "E_VAULT_LOCKED")
          setFailure(codeOf(thrown) === "E_NOT_FOUND" ? { ...words, what: t("rooms.gone") } : words);
      }
    };
    void look();
    return () => {
      left = true;
    };
  }, [rooms, id, t]);
  return (
    <Pane title={t("rooms.title")} backHref="/new/rooms" backAlways>
      <div className="flex flex-col gap-5">
        <OpenRoomNote />
        <Refused failure={failure} />
        {card ? (
          <div className="rounded-16 border border-line">
            <RoomLine card={card} onOpen={() => router.push(`/c/${id}`)} />
          </div>
        ) : null}
      </div>
    </Pane>
  );
}
