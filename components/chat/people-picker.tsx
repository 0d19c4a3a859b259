"use client";
/** Owns choosing people: those one talks with already by a tap, others by their exact handle. */
import { AtSign, Check, X } from "lucide-react";
import { useState } from "react";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { Field } from "@/components/ui/field";
import { codeOf } from "@/lib/base/errors";
import type { PersonView } from "@/lib/chat/view";
import { type ErrorWords, wordsOf } from "@/lib/i18n/error-words";
import { useTranslate } from "@/lib/i18n/language";
import { PersonLine } from "./person-line";

export interface PeoplePickerProps {
  chosen: readonly PersonView[];
  onChange: (chosen: readonly PersonView[]) => void;
  /** People one talks with. */
  known: readonly PersonView[];
  /** Ids that cannot be chosen: they are in already. */
  taken: ReadonlySet<string>;
  /** @throws E_NOT_FOUND */
  onFind: (handle: string) => Promise<PersonView>;
}

export function PeoplePicker({ chosen, onChange, known, taken, onFind }: PeoplePickerProps) {
  const t = useTranslate();
  const [text, setText] = useState("");
  const [busy, setBusy] = useState(false);
  const [note, setNote] = useState<{ title: string; text: string; danger: boolean } | null>(null);
  const handle = text.toLowerCase().replace(/[\s@]/g, "");
  const isChosen = (person: PersonView) => chosen.some(({ userId }) => userId === person.userId);
  const toggle = (person: PersonView) =>
    onChange(isChosen(person) ? chosen.filter(({ userId }) => userId !== person.userId) : [...chosen, person]);
  const offered = known.filter(({ userId }) => !taken.has(userId));

  const find = async () => {
    if (handle === "" || busy) return;
    setBusy(true);
    setNote(null);
    try {
      const person = await onFind(handle);
      if (person.me || taken.has(person.userId))
        setNote({ title: t("groups.isIn", { handle }), text: "", danger: false });
      else if (!isChosen(person)) onChange([...chosen, person]);
      setText("");
    } catch (thrown) {
      const { what, next }: Pick<ErrorWords, "what" | "next"> =
        codeOf(thrown) === "E_NOT_FOUND"
          ? { what: t("new.notFoundTitle", { handle }), next: t("new.notFound") }
          : wordsOf(t, thrown);
      setNote({ title: what, text: next, danger: codeOf(thrown) !== "E_NOT_FOUND" });
    } finally {
      setBusy(false);
    }
  };

  return (
    <div className="flex flex-col gap-3">
      {chosen.length > 0 ? (
        <ul aria-label={t("groups.chosen")} className="flex flex-wrap gap-1.5">
          {chosen.map((person) => (
            <li key={person.userId}>
              <button
                type="button"
                aria-label={t("groups.unchoose", { name: person.name })}
                onClick={() => toggle(person)}
                className="flex h-8 items-center gap-1.5 rounded-full bg-accent-soft ps-3 pe-2 text-13 font-medium text-accent hover:bg-fill-strong pointer-coarse:h-11"
              >
                {person.name}
                <X aria-hidden="true" className="size-3.5" />
              </button>
            </li>
          ))}
        </ul>
      ) : null}
      <div className="flex items-end gap-2">
        <Field
          className="flex-1"
          label={t("groups.byHandle")}
          name="handle"
          autoComplete="off"
          autoCapitalize="none"
          autoCorrect="off"
          spellCheck={false}
          maxLength={40}
          start={<AtSign className="size-4" />}
          placeholder={t("new.placeholder")}
          value={text}
          onValueChange={setText}
          onKeyDown={(event) => {
            if (event.key !== "Enter") return;
            event.preventDefault();
            void find();
          }}
        />
        <Button size="large" busy={busy && t("new.finding")} disabled={handle === ""} onClick={() => void find()}>
          {t("groups.choose")}
        </Button>
      </div>
      <div role="status" className="empty:sr-only">
        {note ? (
          <Banner tone={note.danger ? "danger" : "plain"} title={note.title}>
            {note.text}
          </Banner>
        ) : null}
      </div>
      {offered.length > 0 ? (
        <fieldset>
          <legend className="mb-1 text-13 font-medium">{t("groups.known")}</legend>
          <ul className="-mx-2 max-h-72 overflow-y-auto">
            {offered.map((person) => (
              <li key={person.userId}>
                <button
                  type="button"
                  role="checkbox"
                  aria-checked={isChosen(person)}
                  onClick={() => toggle(person)}
                  className="flex min-h-14 w-full items-center gap-3 rounded-10 px-2 py-1.5 text-start text-15 hover:bg-fill"
                >
                  <PersonLine person={person} />
                  <span
                    aria-hidden="true"
                    className={cn(
                      "flex size-5 shrink-0 items-center justify-center rounded-6 border border-edge bg-surface text-on-accent",
                      isChosen(person) && "border-accent-fill bg-accent-fill",
                    )}
                  >
                    {isChosen(person) ? <Check className="size-3.5" strokeWidth={3} /> : null}
                  </span>
                </button>
              </li>
            ))}
          </ul>
        </fieldset>
      ) : null}
    </div>
  );
}
