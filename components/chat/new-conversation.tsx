"use client";
/** Owns finding one person by the exact handle, seeing who it is, and starting. */
import { Handle } from "@/components/ui/handle";
import { AtSign } from "lucide-react";
import { useState } from "react";
import { Avatar } from "@/components/ui/avatar";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { OneLine } from "@/components/ui/one-line";
import type { PersonView } from "@/lib/chat/view";
import type { ErrorWords } from "@/lib/i18n/error-words";
import { useTranslate } from "@/lib/i18n/language";

export interface NewConversationProps {
  /** The person found for the handle last looked for. */
  person: PersonView | null;
  /** The handle nobody has. */
  missing: string | null;
  failure: ErrorWords | null;
  finding: boolean;
  starting: boolean;
  onFind: (handle: string) => void;
  onStart: (person: PersonView) => void;
}

export function NewConversation(props: NewConversationProps) {
  const { person, missing, failure, finding, starting, onFind, onStart } = props;
  const t = useTranslate();
  const [text, setText] = useState("");
  const handle = text.toLowerCase().replace(/[\s@]/g, "");
  const submit = (event: { preventDefault(): void }) => {
    event.preventDefault();
    if (handle !== "" && !finding) onFind(handle);
  };
  return (
    <div className="flex flex-col gap-6">
      <form onSubmit={submit} className="flex flex-col gap-4">
        <p className="text-15 text-pretty text-muted">{t("new.lead")}</p>
        <div className="flex items-end gap-2">
          <Field
            className="flex-1"
            label={t("new.handle")}
            name="handle"
            autoComplete="off"
            autoCapitalize="none"
            autoCorrect="off"
            spellCheck={false}
            autoFocus
            maxLength={40}
            enterKeyHint="search"
            start={<AtSign className="size-4" />}
            placeholder={t("new.placeholder")}
            value={text}
            onValueChange={setText}
          />
          <Button type="submit" size="large" busy={finding && t("new.finding")} disabled={handle === ""}>
            {t("new.find")}
          </Button>
        </div>
      </form>
      <div role="status" className="empty:sr-only">
        {missing !== null ? (
          <Banner title={t("new.notFoundTitle", { handle: missing })}>{t("new.notFound")}</Banner>
        ) : null}
        {failure ? (
          <Banner tone="danger" title={failure.what}>
            {failure.next}
          </Banner>
        ) : null}
        {person ? <Found person={person} starting={starting} onStart={() => onStart(person)} /> : null}
      </div>
    </div>
  );
}

function Found({ person, starting, onStart }: { person: PersonView; starting: boolean; onStart: () => void }) {
  const t = useTranslate();
  return (
    <div className="flex animate-rise flex-col gap-4 rounded-16 border border-line p-5">
      <div className="flex items-center gap-4">
        <Avatar id={person.userId} name={person.name} size="large" />
        <div className="min-w-0">
          <OneLine className="text-18 font-semibold">{person.name}</OneLine>
          <p className="truncate text-15 text-muted">
            <Handle of={person.handle} />
          </p>
        </div>
      </div>
      {person.me ? (
        <p className="text-13 text-muted">{t("new.self")}</p>
      ) : (
        <>
          {person.trust === "unverified" ? (
            <p className="text-13 text-pretty text-muted">{t("new.firstUse", { name: person.name })}</p>
          ) : null}
          <Button look="primary" size="large" wide busy={starting && t("new.starting")} onClick={onStart}>
            {t("new.start")}
          </Button>
        </>
      )}
    </div>
  );
}
