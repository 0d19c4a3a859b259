"use client";
/** Owns the list of open rooms: looking for one by its name, and joining it. */
import { Globe, Plus, Search } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { Button, buttonStyle } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Field } from "@/components/ui/field";
import { Skeleton } from "@/components/ui/skeleton";
import { useTranslate } from "@/lib/i18n/language";
import { OpenRoomNote } from "./open-room-note";
import { Refused } from "./refused";
import { RoomLine } from "./room-line";
import { useFoundRooms } from "./use-found-rooms";

export function RoomFinder({ onOpen }: { onOpen: (id: string) => void }) {
  const t = useTranslate();
  const [text, setText] = useState("");
  const { cards, more, busy, failure, next } = useFoundRooms(text);
  return (
    <div className="flex flex-col gap-5">
      <OpenRoomNote />
      <div className="flex items-end gap-2 max-md:flex-col max-md:items-stretch">
        <Field
          className="flex-1"
          label={t("rooms.search")}
          name="room"
          type="search"
          autoComplete="off"
          spellCheck={false}
          maxLength={80}
          enterKeyHint="search"
          start={<Search className="size-4" />}
          value={text}
          onValueChange={setText}
        />
        <Link href="/new/room" className={buttonStyle({ size: "large" })}>
          <Plus aria-hidden="true" className="size-4" />
          {t("rooms.make")}
        </Link>
      </div>
      <Refused failure={failure} />
      {cards === null && !failure ? <Waiting /> : null}
      {cards?.length === 0 ? (
        <EmptyState icon={<Globe />} title={t(text.trim() === "" ? "rooms.empty" : "rooms.noMatch")} />
      ) : null}
      <ul
        aria-label={t("rooms.title")}
        className="divide-y divide-line overflow-hidden rounded-16 border border-line empty:hidden"
      >
        {cards?.map((card) => (
          <li key={card.id}>
            <RoomLine card={card} onOpen={() => onOpen(card.id)} />
          </li>
        ))}
      </ul>
      {more ? (
        <Button className="self-center" busy={busy && t("groups.working")} onClick={next}>
          {t("rooms.more")}
        </Button>
      ) : null}
    </div>
  );
}

function Waiting() {
  return (
    <div className="flex flex-col gap-2">
      {["a", "b", "c"].map((key) => (
        <Skeleton key={key} className="h-16 rounded-16" />
      ))}
    </div>
  );
}
