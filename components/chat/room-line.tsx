"use client";
/** Owns one room that may be joined: its name, what it is about, how many are in it. */
import { Avatar } from "@/components/ui/avatar";
import { Button } from "@/components/ui/button";
import { Seal } from "@/components/ui/seal";
import { useRooms } from "@/lib/chat/use-rooms";
import type { RoomCard } from "@/lib/chat/view-rooms";
import { useTranslate } from "@/lib/i18n/language";
import { Refused } from "./refused";
import { useWish } from "./use-wish";

export function RoomLine({ card, onOpen }: { card: RoomCard; onOpen: () => void }) {
  const t = useTranslate();
  const rooms = useRooms();
  const wish = useWish();
  const { id, title, about, members, full, joined } = card;
  const join = async () => {
    if (await wish.run(() => rooms.join(id))) onOpen();
  };
  return (
    <div className="flex flex-col gap-2 px-4 py-3">
      <div className="flex items-center gap-4">
        <Avatar id={id} name={title} shape="group" />
        <span className="min-w-0 flex-1">
          <span className="block text-15 font-medium wrap-anywhere">
            <bdi>{title}</bdi>
          </span>
          {about === "" ? null : (
            <span className="block text-13 text-pretty wrap-anywhere text-muted">
              <bdi>{about}</bdi>
            </span>
          )}
          <span className="flex items-center gap-1 text-13 text-muted">
            <Seal state="open" className="size-3.5" />
            {t("seal.short.open")} · {t("conversation.members", { count: members })}
          </span>
        </span>
        {joined ? (
          <Button onClick={onOpen}>
            {t("rooms.openIt")}
            <span className="sr-only"> {title}</span>
          </Button>
        ) : (
          <Button look="primary" disabled={full} busy={wish.busy && t("rooms.joining")} onClick={() => void join()}>
            {t(full ? "rooms.full" : "rooms.join")}
            <span className="sr-only"> {title}</span>
          </Button>
        )}
      </div>
      <Refused failure={wish.failure} />
    </div>
  );
}
