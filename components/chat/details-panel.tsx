"use client";
/** Owns the details of a conversation: people and how sure we are of them, retention, what it belongs to, what the server sees. */
import { Timer } from "lucide-react";
import type { ReactNode } from "react";
import { Seal } from "@/components/ui/seal";
import type { ConversationView, MembershipCommands } from "@/lib/chat/view";
import type { RoomView } from "@/lib/chat/view-rooms";
import { useTranslate } from "@/lib/i18n/language";
import { BlockPerson } from "./block-person";
import { AddPeople } from "./add-people";
import { AgreedLifetime } from "./agreed-lifetime";
import { ContextFacts } from "./context-facts";
import { ConversationMenu } from "./conversation-menu";
import { EndConversation } from "./end-conversation";
import { GroupRules } from "./group-rules";
import { InviteLinks } from "./invite-links";
import { lifetimeWords } from "./lifetime-words";
import { LeaveGroup } from "./leave-group";
import { MemberList } from "./member-list";
import { LeaveRoom, RoomFacts, RoomRules } from "./room-details";
import { RoomPeople } from "./room-people";
import { ServerSeesList } from "./server-sees-list";

export function DetailsPanel({ view, commands }: { view: ConversationView; commands: MembershipCommands }) {
  const t = useTranslate();
  const { row, roster, powers, retentionDays, epoch, lastSeq } = view;
  // Who can change something sees it as a rule; where nothing ever changes it is a fact.
  const ruled = row.state !== "ended" && (powers.leave || powers.admin || powers.add);
  return (
    <div className="flex flex-col divide-y divide-line px-5 text-15">
      <div className="flex items-start gap-3 py-4">
        <Seal state={row.seal} className="mt-0.5 size-5" />
        <p className="text-pretty">{t(`seal.${row.seal}`)}</p>
        <ConversationMenu row={row} />
      </div>
      {view.room ? <RoomSections row={row} room={view.room} days={retentionDays} /> : null}
      {roster.length > 0 && !view.room ? (
        <Section
          title={t("details.people")}
          aside={powers.add ? <AddPeople roster={roster} commands={commands} /> : null}
        >
          <MemberList conversationId={row.id} roster={roster} powers={powers} commands={commands} />
        </Section>
      ) : null}
      {powers.add ? (
        <Section title={t("invites.title")}>
          <InviteLinks commands={commands} admin={powers.admin} />
        </Section>
      ) : null}
      {ruled ? (
        <Section title={t("groups.rules")}>
          <GroupRules view={view} commands={commands} />
        </Section>
      ) : view.room ? null : (
        <Section title={t("lifetime.title")}>
          <p className="flex items-start gap-3 text-muted">
            <Timer aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
            {lifetimeWords(t, retentionDays)}
          </p>
          <AgreedLifetime view={view} onSay={(days) => commands.setLifetime(days)} />
        </Section>
      )}
      <div className="py-3">
        <ServerSeesList open={row.seal === "open"} />
      </div>
      {row.context ? (
        <Section title={t("details.context")}>
          <ContextFacts context={row.context} />
        </Section>
      ) : null}
      <Section title={t("details.about")}>
        <dl className="grid grid-cols-[1fr_auto] gap-x-4 gap-y-1 text-13 text-muted [&_dd]:text-end [&_dd]:text-ink [&_dd]:tabular-nums">
          <dt>{t("details.events")}</dt>
          <dd>{lastSeq}</dd>
          {view.room ? null : (
            <>
              <dt>{t("details.epoch")}</dt>
              <dd>{epoch}</dd>
            </>
          )}
        </dl>
      </Section>
      {view.room && row.state !== "ended" ? (
        <div className="py-4">
          <LeaveRoom row={row} room={view.room} />
        </div>
      ) : null}
      <div className="flex flex-col items-start py-4 empty:hidden">
        {row.kind === "direct" && row.people[0] ? <BlockPerson person={row.people[0]} /> : null}
        {powers.leave ? <LeaveGroup view={view} commands={commands} /> : null}
        <EndConversation view={view} commands={commands} />
      </div>
    </div>
  );
}

/** What only open rooms have. */
function RoomSections(props: { row: ConversationView["row"]; room: RoomView; days: number }) {
  const { row, room, days } = props;
  const t = useTranslate();
  if (row.state === "ended") return null;
  return (
    <>
      <Section title={t("rooms.section")}>
        <RoomFacts id={row.id} room={room} days={days} />
      </Section>
      {room.role === "member" ? null : (
        <Section title={t("groups.rules")}>
          <RoomRules key={`${row.title} ${room.about}`} row={row} room={room} days={days} />
        </Section>
      )}
      <Section title={t("conversation.members", { count: room.members })}>
        <RoomPeople id={row.id} role={room.role} count={room.members} />
      </Section>
    </>
  );
}

function Section({ title, aside, children }: { title: string; aside?: ReactNode; children: ReactNode }) {
  return (
    <section className="py-4">
      <div className="mb-2 flex min-h-8 items-center justify-between gap-3">
        <h3 className="text-13 font-semibold text-muted">{title}</h3>
        {aside}
      </div>
      {children}
    </section>
  );
}
