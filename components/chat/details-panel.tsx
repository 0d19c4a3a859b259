"use client";
/** Owns the details of a conversation: people and how sure we are of them, retention, what it belongs to, what the server sees. */
import { Handle } from "@/components/ui/handle";
import { BadgeCheck, ChevronRight, KeyRound, Timer } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { Avatar } from "@/components/ui/avatar";
import { Chip } from "@/components/ui/chip";
import { cn } from "@/components/ui/cn";
import { Seal } from "@/components/ui/seal";
import type { ConversationView, PersonView } from "@/lib/chat/view";
import { useTranslate } from "@/lib/i18n/language";
import { BlockPerson } from "./block-person";
import { OnlineDot, StatusLine } from "./presence";
import { ServerSeesList } from "./server-sees-list";

export function DetailsPanel({ view }: { view: ConversationView }) {
  const t = useTranslate();
  const { row, roster, retentionDays, epoch, lastSeq } = view;
  const people = roster.toSorted((a, b) => Number(b.person.me) - Number(a.person.me));
  return (
    <div className="flex flex-col divide-y divide-line px-5 text-15">
      <p className="flex items-start gap-3 py-4">
        <Seal state={row.seal} className="mt-0.5 size-5" />
        <span className="text-pretty">{t(`seal.${row.seal}`)}</span>
      </p>
      <Section title={t("details.people")}>
        <ul className="-mx-2">
          {people.map(({ person, role }) => (
            <li key={person.userId}>
              <PersonRow conversationId={row.id} person={person} role={role} />
            </li>
          ))}
        </ul>
      </Section>
      <Section title={t("details.retention")}>
        <p className="flex items-start gap-3 text-muted">
          <Timer aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
          {retentionDays > 0 ? t("details.retentionDays", { count: retentionDays }) : t("details.retentionNever")}
        </p>
      </Section>
      <div className="py-3">
        <ServerSeesList open={row.seal === "open"} />
      </div>
      {row.kind === "direct" && row.people[0] ? (
        <Section title={t("block.section")}>
          <BlockPerson person={row.people[0]} />
        </Section>
      ) : null}
      <Section title={t("details.about")}>
        <dl className="grid grid-cols-[1fr_auto] gap-x-4 gap-y-1 text-13 text-muted [&_dd]:text-end [&_dd]:text-ink [&_dd]:tabular-nums">
          {row.context ? (
            <>
              <dt>{t("details.context")}</dt>
              <dd>{row.context.title}</dd>
            </>
          ) : null}
          <dt>{t("details.events")}</dt>
          <dd>{lastSeq}</dd>
          <dt>{t("details.epoch")}</dt>
          <dd>{epoch}</dd>
        </dl>
      </Section>
    </div>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="py-4">
      <h3 className="mb-2 text-13 font-semibold text-muted">{title}</h3>
      {children}
    </section>
  );
}

interface PersonRowProps {
  conversationId: string;
  person: PersonView;
  role: ConversationView["roster"][number]["role"];
}

function PersonRow({ conversationId, person, role }: PersonRowProps) {
  const t = useTranslate();
  const style = "flex min-h-14 items-center gap-3 rounded-10 px-2 py-1.5";
  const inside = (
    <>
      <span className="relative shrink-0">
        <Avatar id={person.userId} name={person.name} />
        {person.me ? null : <OnlineDot userId={person.userId} className="-end-0.5 -bottom-0.5" />}
      </span>
      <span className="min-w-0 flex-1">
        <span className="flex items-center gap-2">
          <span className="truncate font-medium">{person.name}</span>
          {role === "member" ? null : (
            <Chip tone={role === "moderator" ? "caution" : "plain"}>{t(`details.${role}`)}</Chip>
          )}
        </span>
        <StatusLine userId={person.userId} />
        <span className="flex items-center gap-1.5 truncate text-13 text-muted">
          <Handle of={person.handle} />
          {person.me ? null : (
            <>
              <span aria-hidden="true">·</span>
              <Trust trust={person.trust} />
            </>
          )}
        </span>
      </span>
      {person.me ? (
        <span className="text-13 text-faint">{t("details.you")}</span>
      ) : (
        <ChevronRight aria-hidden="true" className="size-4 text-faint rtl:-scale-x-100" />
      )}
    </>
  );
  if (person.me) return <div className={style}>{inside}</div>;
  return (
    <Link
      href={`/c/${conversationId}/safety?with=${person.userId}`}
      title={t("details.safety", { name: person.name })}
      className={cn(style, "hover:bg-fill")}
    >
      {inside}
    </Link>
  );
}

function Trust({ trust }: { trust: PersonView["trust"] }) {
  const t = useTranslate();
  if (trust === "verified")
    return (
      <span className="inline-flex items-center gap-1 text-success">
        <BadgeCheck aria-hidden="true" className="size-3.5" />
        {t("details.verified")}
      </span>
    );
  if (trust === "changed")
    return (
      <span className="inline-flex items-center gap-1 text-danger">
        <KeyRound aria-hidden="true" className="size-3.5" />
        {t("details.changed")}
      </span>
    );
  return <span>{t("details.unverified")}</span>;
}
