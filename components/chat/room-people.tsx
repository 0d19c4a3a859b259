"use client";
/** Owns the people of an open room, page by page, and what those who run it may do about them. */
import { useCallback, useEffect, useState } from "react";
import { Avatar } from "@/components/ui/avatar";
import { Button } from "@/components/ui/button";
import { Handle } from "@/components/ui/handle";
import { OneLine } from "@/components/ui/one-line";
import { useRooms } from "@/lib/chat/use-rooms";
import type { RoomMemberView, RoomRole } from "@/lib/chat/view-rooms";
import { useTranslate } from "@/lib/i18n/language";
import { AutomatedMark } from "./automated-mark";
import { Refused } from "./refused";
import { RoomMemberMenu } from "./room-member-menu";
import { TryAgain } from "./try-again";
import { useWish } from "./use-wish";

/** People in a full page of the answer. */
const fullPage = 100;

const ranks: Readonly<Record<RoomRole, number>> = { member: 1, admin: 2, owner: 3 };

export interface RoomPeopleProps {
  id: string;
  role: RoomRole;
  /** Changes when somebody came or went: then the list is read again. */
  count: number;
}

export function RoomPeople({ id, role, count }: RoomPeopleProps) {
  const t = useTranslate();
  const rooms = useRooms();
  const [people, setPeople] = useState<readonly RoomMemberView[]>([]);
  const [banned, setBanned] = useState<readonly RoomMemberView[]>([]);
  const [more, setMore] = useState(false);
  const [thrown, setThrown] = useState<unknown>(null);
  const runs = role !== "member";
  const load = useCallback(async () => {
    const page = await rooms.members(id, false, null);
    setPeople(page);
    setMore(page.length >= fullPage);
    if (runs) setBanned(await rooms.members(id, true, null));
  }, [rooms, id, runs]);
  // Without a network the list of before stays.
  const read = useCallback(() => {
    setThrown(null);
    load().catch(setThrown);
  }, [load]);
  useEffect(read, [read, count]);
  const next = async () => {
    const page = await rooms.members(id, false, people.at(-1)?.person.userId ?? null);
    setPeople([...people, ...page]);
    setMore(page.length >= fullPage);
  };
  const wish = useWish();
  return (
    <>
      <TryAgain thrown={thrown} onRetry={read} />
      <ul>
        {people.map((member) => (
          <li key={member.person.userId} className="flex min-h-13 items-center gap-3">
            <MemberLine member={member} />
            {runs && !member.person.me && ranks[member.role] < ranks[role] ? (
              <RoomMemberMenu id={id} member={member} owner={role === "owner"} onDone={load} />
            ) : null}
          </li>
        ))}
      </ul>
      {more ? (
        <Button size="small" busy={wish.busy && t("groups.working")} onClick={() => void wish.run(next)}>
          {t("rooms.more")}
        </Button>
      ) : null}
      <Refused failure={wish.failure} />
      {banned.length > 0 ? (
        <section aria-label={t("rooms.banned")} className="mt-4">
          <h4 className="text-13 font-semibold text-muted">{t("rooms.banned")}</h4>
          <ul>
            {banned.map((member) => (
              <li key={member.person.userId} className="flex min-h-13 items-center gap-3">
                <MemberLine member={member} />
                <Button
                  size="small"
                  onClick={() =>
                    void wish.run(async () => {
                      await rooms.remove(id, member.person.userId, false);
                      await load();
                    })
                  }
                >
                  {t("rooms.unban")}
                </Button>
              </li>
            ))}
          </ul>
        </section>
      ) : null}
    </>
  );
}

function MemberLine({ member }: { member: RoomMemberView }) {
  const t = useTranslate();
  const { person, role, silenced } = member;
  const marks = [
    ...(person.me ? [t("details.you")] : []),
    ...(role === "member" ? [] : [t(`rooms.${role}`)]),
    ...(silenced ? [t("rooms.silencedMark")] : []),
  ];
  return (
    <>
      <Avatar id={person.userId} name={person.name} />
      <span className="min-w-0 flex-1">
        <span className="flex items-baseline gap-2">
          <OneLine className="font-medium">{person.name}</OneLine>
          <AutomatedMark person={person} />
          {marks.length > 0 ? <span className="shrink-0 text-13 text-muted">{marks.join(" · ")}</span> : null}
        </span>
        <span className="block truncate text-13 text-muted">
          <Handle of={person.handle} />
        </span>
      </span>
    </>
  );
}
