"use client";
/** Owns what a link leads to, and asking to be let in. */
import { CircleSlash, Hourglass, LinkIcon, ShieldAlert } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { Avatar } from "@/components/ui/avatar";
import { Banner } from "@/components/ui/banner";
import { Button, buttonStyle } from "@/components/ui/button";
import { Spinner } from "@/components/ui/spinner";
import type { ErrorCode } from "@/lib/base/errors";
import type { OpenedLink } from "@/lib/chat/view";
import { type ErrorWords, errorWords } from "@/lib/i18n/error-words";
import { useTranslate } from "@/lib/i18n/language";
import { PersonLine } from "./person-line";
import { Refused } from "./refused";

export interface InvitationProps {
  /** null: still being read. */
  link: OpenedLink | null;
  /** Why it could not be opened. */
  broken: ErrorCode | null;
  busy: boolean;
  failure: ErrorWords | null;
  onAsk: () => void;
  onWithdraw: () => void;
}

export function Invitation({ link, broken, busy, failure, onAsk, onWithdraw }: InvitationProps) {
  const t = useTranslate();
  if (broken !== null) return <Broken code={broken} />;
  if (!link)
    return (
      <p role="status" className="flex items-center gap-3 text-muted">
        <Spinner />
        {t("join.reading")}
      </p>
    );
  const { maker, title, state } = link;
  return (
    <div className="flex animate-rise flex-col gap-6">
      <div className="flex flex-col items-center gap-3 pt-4 text-center">
        <Avatar id={link.conversation} name={title ?? ""} shape="group" size="huge" />
        <p className="text-15 text-muted">{t("join.invites", { name: maker.name })}</p>
        <h2 className="text-22 font-semibold text-balance">{title ?? t("join.unnamed")}</h2>
      </div>
      <div className="flex items-center gap-3 rounded-16 border border-line p-4">
        <PersonLine person={maker} />
      </div>
      {state === "none" ? (
        <>
          <p className="text-13 text-pretty text-muted">{t("join.text")}</p>
          <Button look="primary" size="large" wide busy={busy && t("join.asking")} onClick={onAsk}>
            {t("join.ask")}
          </Button>
        </>
      ) : (
        <State state={state} name={maker.name} busy={busy} onWithdraw={onWithdraw} />
      )}
      <Refused failure={failure} />
    </div>
  );
}

function State(props: { state: OpenedLink["state"]; name: string; busy: boolean; onWithdraw: () => void }) {
  const { state, name, busy, onWithdraw } = props;
  const t = useTranslate();
  if (state === "declined")
    return <Notice icon={<CircleSlash />} title={t("join.declinedTitle")} text={t("join.declined")} />;
  if (state === "full")
    return <Notice icon={<LinkIcon />} title={t("join.fullTitle")} text={t("join.full", { name })} />;
  if (state !== "pending") return null;
  return (
    <Banner
      icon={<Hourglass />}
      title={t("join.pendingTitle")}
      announce="status"
      actions={
        <Button look="quiet" size="small" disabled={busy} onClick={onWithdraw}>
          {t("join.withdraw")}
        </Button>
      }
    >
      {t("join.pending")}
    </Banner>
  );
}

function Broken({ code }: { code: ErrorCode }) {
  const t = useTranslate();
  if (code === "E_KEYCHANGE")
    return <Notice icon={<ShieldAlert />} title={t("join.forgedTitle")} text={t("join.forged")} danger />;
  if (code === "E_NOT_FOUND" || code === "E_FORMAT")
    return <Notice icon={<LinkIcon />} title={t("join.endedTitle")} text={t("join.ended")} />;
  const { what, next } = errorWords(t, code);
  return <Notice icon={<LinkIcon />} title={what} text={next} danger />;
}

function Notice(props: { icon: ReactNode; title: string; text: string; danger?: boolean }) {
  const t = useTranslate();
  return (
    <div className="flex flex-col items-start gap-4">
      <Banner
        tone={props.danger ? "danger" : "plain"}
        icon={props.icon}
        title={props.title}
        announce="status"
        className="w-full"
      >
        {props.text}
      </Banner>
      <Link href="/chats" prefetch={false} className={buttonStyle()}>
        {t("nav.backToList")}
      </Link>
    </div>
  );
}
