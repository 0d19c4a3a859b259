"use client";
/** Owns the details of an open room: what it is about, its rules for those who run it, its address, and leaving. */
import { Link2, LogOut, Timer, UsersRound } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { copyText } from "@/components/ui/copy-text";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { Switch } from "@/components/ui/switch";
import { toast } from "@/components/ui/toast-queue";
import { useRooms } from "@/lib/chat/use-rooms";
import type { ConversationRow } from "@/lib/chat/view";
import type { RoomChange, RoomView } from "@/lib/chat/view-rooms";
import { useTranslate } from "@/lib/i18n/language";
import { ConfirmWish } from "./confirm-wish";
import { lifetimeWords } from "./lifetime-words";
import { OnlineCount } from "./online-count";
import { Refused } from "./refused";
import { RoomLifetime } from "./room-lifetime";
import { isPlainLine, pauseWords, slowPauses } from "./room-words";
import { useWish } from "./use-wish";

export function RoomFacts({ id, room, days }: { id: string; room: RoomView; days: number }) {
  const t = useTranslate();
  const copy = async () => {
    const done = await copyText(new URL(`/new/rooms/${id}`, location.href).href);
    toast(t(done ? "app.copied" : "app.copyFailed"));
  };
  return (
    <div className="flex flex-col items-start gap-3">
      {room.about === "" ? null : (
        <p className="text-pretty wrap-anywhere">
          <bdi>{room.about}</bdi>
        </p>
      )}
      {room.slowSeconds > 0 ? (
        <p className="text-13 text-muted">{t("rooms.slowNote", { pause: pauseWords(t, room.slowSeconds) })}</p>
      ) : null}
      <ul className="flex flex-col gap-1.5 text-13 text-muted [&_svg]:mt-0.5 [&_svg]:size-4 [&_svg]:shrink-0 [&>li]:flex [&>li]:items-start [&>li]:gap-2">
        <li>
          <UsersRound aria-hidden="true" />
          <span>
            {t("rooms.places", { count: room.members, most: room.capacity })}
            <OnlineCount id={id} />
          </span>
        </li>
        <li>
          <Timer aria-hidden="true" />
          {lifetimeWords(t, days)}
        </li>
      </ul>
      <Button size="small" onClick={() => void copy()}>
        <Link2 aria-hidden="true" className="size-4" />
        {t("rooms.copyAddress")}
      </Button>
    </div>
  );
}

/** For those who run the room. */
export function RoomRules({ row, room, days }: { row: ConversationRow; room: RoomView; days: number }) {
  const t = useTranslate();
  const rooms = useRooms();
  const wish = useWish();
  const [title, setTitle] = useState(row.title);
  const [about, setAbout] = useState(room.about);
  const change = (what: RoomChange) => void wish.run(() => rooms.change(row.id, what));
  const changed = title.trim() !== row.title || about.trim() !== room.about;
  const fits = {
    title: title.trim() !== "" && isPlainLine(title.trim(), 80),
    about: isPlainLine(about.trim(), 300),
  };
  const ready = changed && fits.title && fits.about;
  const save = (event: { preventDefault(): void }) => {
    event.preventDefault();
    if (ready) change({ title: title.trim(), about: about.trim() });
  };
  return (
    <div className="flex flex-col gap-4">
      <form onSubmit={save} className="flex flex-col gap-3">
        <Field
          label={t("rooms.name")}
          name="title"
          autoComplete="off"
          value={title}
          onValueChange={setTitle}
          error={fits.title ? null : t("rooms.nameBad")}
        />
        <Field
          label={t("rooms.about")}
          name="about"
          autoComplete="off"
          value={about}
          onValueChange={setAbout}
          error={fits.about ? null : t("rooms.aboutBad")}
        />
        {changed ? (
          <Button type="submit" className="self-start" disabled={!ready} busy={wish.busy && t("groups.working")}>
            {t("rooms.save")}
          </Button>
        ) : null}
      </form>
      <div className="flex items-center justify-between gap-4">
        <span className="flex flex-col">
          <span>{t("rooms.slow")}</span>
          <span className="text-13 text-pretty text-muted">{t("rooms.slowHint")}</span>
        </span>
        <Select
          label={t("rooms.slow")}
          value={String(room.slowSeconds)}
          onValueChange={(value) => change({ slowSeconds: Number(value) })}
          options={slowPauses.map((pause) => ({ value: String(pause), label: pauseWords(t, pause) }))}
          className="shrink-0"
        />
      </div>
      <Switch
        label={t("rooms.listedSwitch")}
        {...(room.listed ? {} : { hint: t("rooms.unlistedHint") })}
        checked={room.listed}
        onChange={(listed) => change({ listed })}
      />
      <RoomLifetime id={row.id} days={days} />
      <Refused failure={wish.failure} />
    </div>
  );
}

export function LeaveRoom({ row, room }: { row: ConversationRow; room: RoomView }) {
  const t = useTranslate();
  const rooms = useRooms();
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const leave = async () => {
    await rooms.leave(row.id);
    router.push("/chats");
  };
  if (room.role === "owner" && room.members > 1) return <p className="text-13 text-muted">{t("rooms.leaveOwner")}</p>;
  return (
    <>
      <Button look="quiet" className="-mx-2 justify-start px-2 text-danger" onClick={() => setOpen(true)}>
        <LogOut aria-hidden="true" className="size-4 rtl:-scale-x-100" />
        {t("rooms.leave")}
      </Button>
      {open ? (
        <ConfirmWish
          title={t("rooms.leaveTitle", { title: row.title })}
          text={t("rooms.leaveText")}
          action={t("rooms.leave")}
          danger
          onConfirm={leave}
          onClose={() => setOpen(false)}
        />
      ) : null}
    </>
  );
}
