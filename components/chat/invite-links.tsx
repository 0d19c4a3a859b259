"use client";
/** Owns the links into a group: making one, and those that work now. */
import { Link2 } from "lucide-react";
import { useCallback, useEffect, useState } from "react";
import { Button } from "@/components/ui/button";
import { useNow } from "@/components/ui/use-now";
import type { InviteView, MembershipCommands } from "@/lib/chat/view";
import { useFormat, useTranslate } from "@/lib/i18n/language";
import { ConfirmWish } from "./confirm-wish";
import { NewLink } from "./new-link";
import { TryAgain } from "./try-again";

export function InviteLinks({ commands, admin }: { commands: MembershipCommands; admin: boolean }) {
  const t = useTranslate();
  const [links, setLinks] = useState<readonly InviteView[] | null>(null);
  const [thrown, setThrown] = useState<unknown>(null);
  const [making, setMaking] = useState(false);
  // Without a network the links of before stay.
  const load = useCallback(() => {
    setThrown(null);
    commands.links().then(setLinks, setThrown);
  }, [commands]);
  useEffect(load, [load]);
  return (
    <div className="flex flex-col gap-2">
      <TryAgain thrown={thrown} onRetry={load} />
      {links?.length === 0 ? <p className="text-13 text-muted">{t("invites.none")}</p> : null}
      <ul className="flex flex-col gap-1">
        {links?.map((link) => (
          <li key={link.id}>
            <LinkRow link={link} mayEnd={admin || link.maker.me} commands={commands} onEnded={load} />
          </li>
        ))}
      </ul>
      <Button size="small" className="self-start" onClick={() => setMaking(true)}>
        <Link2 aria-hidden="true" className="size-4" />
        {t("invites.open")}
      </Button>
      {making ? (
        <NewLink
          onMake={(limits) => commands.makeLink(limits)}
          onClose={() => {
            setMaking(false);
            load();
          }}
        />
      ) : null}
    </div>
  );
}

interface LinkRowProps {
  link: InviteView;
  mayEnd: boolean;
  commands: MembershipCommands;
  onEnded: () => void;
}

function LinkRow({ link, mayEnd, commands, onEnded }: LinkRowProps) {
  const t = useTranslate();
  const format = useFormat();
  const now = useNow();
  const [asked, setAsked] = useState(false);
  const { used, uses, expiresAt, maker } = link;
  const end = async () => {
    await commands.revokeLink(link.id);
    onEnded();
  };
  return (
    <div className="flex min-h-12 items-center gap-3">
      <span className="min-w-0 flex-1">
        <span className="block truncate">{maker.me ? t("invites.mine") : t("invites.by", { name: maker.name })}</span>
        <span className="block text-13 text-muted">
          {t("invites.state", { used, uses, until: `${format.day(expiresAt, now)}, ${format.time(expiresAt)}` })}
        </span>
      </span>
      {mayEnd ? (
        <Button look="quiet" size="small" onClick={() => setAsked(true)}>
          {t("invites.revoke")}
        </Button>
      ) : null}
      {asked ? (
        <ConfirmWish
          title={t("invites.revoke")}
          text={t("invites.revokeText")}
          action={t("invites.revoke")}
          danger
          onConfirm={end}
          onClose={() => setAsked(false)}
        />
      ) : null}
    </div>
  );
}
