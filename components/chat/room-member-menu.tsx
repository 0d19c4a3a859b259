"use client";
/** Owns what those who run an open room may do about one of its people, each after a question. */
import {
  Ban,
  Crown,
  Ellipsis,
  MessageSquare,
  MessageSquareOff,
  ShieldMinus,
  ShieldPlus,
  UserMinus,
} from "lucide-react";
import { useState } from "react";
import { IconButton } from "@/components/ui/icon-button";
import { useRooms } from "@/lib/chat/use-rooms";
import type { RoomMemberView } from "@/lib/chat/view-rooms";
import { useTranslate } from "@/lib/i18n/language";
import { ConfirmWish } from "./confirm-wish";
import { LazyMenu } from "./lazy-menu";
import { useWish } from "./use-wish";

export interface RoomMemberMenuProps {
  id: string;
  member: RoomMemberView;
  /** The one who looks owns the room. */
  owner: boolean;
  onDone: () => Promise<void>;
}

export function RoomMemberMenu({ id, member, owner, onDone }: RoomMemberMenuProps) {
  const t = useTranslate();
  const rooms = useRooms();
  const wish = useWish();
  const [asked, setAsked] = useState<"remove" | "ban" | "handOver" | null>(null);
  const { person, role, silenced } = member;
  const { userId, name } = person;
  const then = (work: () => Promise<void>) => async () => {
    await work();
    await onDone();
  };
  const acts = {
    remove: then(() => rooms.remove(id, userId, false)),
    ban: then(() => rooms.remove(id, userId, true)),
    handOver: then(() => rooms.setRole(id, userId, "owner")),
  };
  const admin = role === "admin";
  const trigger = (
    <IconButton label={t("rooms.manage", { name })} small>
      <Ellipsis />
    </IconButton>
  );
  return (
    <>
      <LazyMenu
        trigger={trigger}
        items={[
          {
            label: t(silenced ? "rooms.unsilence" : "rooms.silence"),
            icon: silenced ? <MessageSquare /> : <MessageSquareOff />,
            onSelect: () => void wish.run(then(() => rooms.silence(id, userId, !silenced))),
          },
          ...(owner
            ? [
                {
                  label: t(admin ? "rooms.unnameAdmin" : "rooms.nameAdmin"),
                  icon: admin ? <ShieldMinus /> : <ShieldPlus />,
                  onSelect: () => void wish.run(then(() => rooms.setRole(id, userId, admin ? "member" : "admin"))),
                },
                { label: t("rooms.handOver"), icon: <Crown />, onSelect: () => setAsked("handOver") },
              ]
            : []),
          "line",
          { label: t("rooms.remove"), icon: <UserMinus />, danger: true, onSelect: () => setAsked("remove") },
          { label: t("rooms.ban"), icon: <Ban />, danger: true, onSelect: () => setAsked("ban") },
        ]}
      />
      {asked ? (
        <ConfirmWish
          title={t(`rooms.${asked}Title`, { name })}
          text={t(`rooms.${asked}Text`, { name })}
          action={t(`rooms.${asked}`)}
          danger={asked !== "handOver"}
          onConfirm={acts[asked]}
          onClose={() => setAsked(null)}
        />
      ) : null}
    </>
  );
}
