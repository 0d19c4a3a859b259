"use client";
/** Owns the people of a conversation: who, in which role, how sure we are of them, and what one may do about each. */
import { ChevronRight, Ellipsis, ShieldMinus, ShieldPlus, UserMinus } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Chip } from "@/components/ui/chip";
import { cn } from "@/components/ui/cn";
import { IconButton } from "@/components/ui/icon-button";
import type { MembershipCommands, MemberView, Powers } from "@/lib/chat/view";
import { useTranslate } from "@/lib/i18n/language";
import { ConfirmWish } from "./confirm-wish";
import { LazyMenu } from "./lazy-menu";
import { PersonLine } from "./person-line";

export interface MemberListProps {
  conversationId: string;
  roster: readonly MemberView[];
  powers: Powers;
  commands: MembershipCommands;
}

/** Beyond this many the list is cut, with a button for the rest. */
const shownAtFirst = 12;

export function MemberList({ conversationId, roster, powers, commands }: MemberListProps) {
  const t = useTranslate();
  const [all, setAll] = useState(false);
  const order = { moderator: 0, admin: 1, member: 2 } as const;
  const sorted = roster.toSorted(
    (a, b) =>
      Number(b.person.me) - Number(a.person.me) ||
      order[a.role] - order[b.role] ||
      a.person.name.localeCompare(b.person.name),
  );
  const shown = all ? sorted : sorted.slice(0, shownAtFirst);
  return (
    <>
      <ul className="-mx-2">
        {shown.map((member) => (
          <li key={member.person.userId}>
            <MemberRow conversationId={conversationId} member={member} powers={powers} commands={commands} />
          </li>
        ))}
      </ul>
      {sorted.length > shown.length ? (
        <button
          type="button"
          onClick={() => setAll(true)}
          className="min-h-9 rounded-6 text-13 font-medium text-accent hover:underline pointer-coarse:min-h-11"
        >
          {t("groups.showAll", { count: sorted.length })}
        </button>
      ) : null}
    </>
  );
}

function MemberRow(props: Omit<MemberListProps, "roster"> & { member: MemberView }) {
  const { conversationId, member, powers, commands } = props;
  const { person, role, leaving } = member;
  const t = useTranslate();
  const beside = leaving ? (
    <Chip>{t("groups.leaving")}</Chip>
  ) : role === "member" ? null : (
    <Chip tone={role === "moderator" ? "caution" : "plain"}>{t(`details.${role}`)}</Chip>
  );
  const style = "flex min-h-14 min-w-0 flex-1 items-center gap-3 rounded-10 px-2 py-1.5";
  if (person.me)
    return (
      <div className={style}>
        <PersonLine person={person} beside={beside} />
        <span className="text-13 text-faint">{t("details.you")}</span>
      </div>
    );
  const manageable = powers.admin && role !== "moderator" && !leaving;
  return (
    <div className="flex items-center gap-1">
      <Link
        href={`/c/${conversationId}/safety?with=${person.userId}`}
        prefetch={false}
        title={t("details.safety", { name: person.name })}
        className={cn(style, "hover:bg-fill")}
      >
        <PersonLine person={person} beside={beside} />
        {manageable ? null : <ChevronRight aria-hidden="true" className="size-4 text-faint rtl:-scale-x-100" />}
      </Link>
      {manageable ? <MemberMenu conversationId={conversationId} member={member} commands={commands} /> : null}
    </div>
  );
}

function MemberMenu(props: { conversationId: string; member: MemberView; commands: MembershipCommands }) {
  const { conversationId, member, commands } = props;
  const { person, role } = member;
  const { userId, name } = person;
  const t = useTranslate();
  const router = useRouter();
  const [asked, setAsked] = useState<"remove" | "admin" | null>(null);
  const admin = role === "admin";
  const trigger = (
    <IconButton label={t("groups.manage", { name })} small>
      <Ellipsis />
    </IconButton>
  );
  return (
    <>
      <LazyMenu
        trigger={trigger}
        items={[
          {
            label: t("groups.compare"),
            icon: <ChevronRight />,
            onSelect: () => router.push(`/c/${conversationId}/safety?with=${userId}`),
          },
          {
            label: t(admin ? "groups.unnameAdmin" : "groups.nameAdmin"),
            icon: admin ? <ShieldMinus /> : <ShieldPlus />,
            onSelect: () => setAsked("admin"),
          },
          "line",
          { label: t("groups.remove"), icon: <UserMinus />, danger: true, onSelect: () => setAsked("remove") },
        ]}
      />
      {asked === "remove" ? (
        <ConfirmWish
          title={t("groups.removeTitle", { name })}
          text={t("groups.removeText", { name })}
          action={t("groups.remove")}
          danger
          onConfirm={() => commands.remove(userId)}
          onClose={() => setAsked(null)}
        />
      ) : null}
      {asked === "admin" ? (
        <ConfirmWish
          title={t(admin ? "groups.unnameTitle" : "groups.nameTitle", { name })}
          text={t(admin ? "groups.unnameText" : "groups.nameText", { name })}
          action={t(admin ? "groups.unnameAdmin" : "groups.nameAdmin")}
          onConfirm={() => commands.setAdmin(userId, !admin)}
          onClose={() => setAsked(null)}
        />
      ) : null}
    </>
  );
}
