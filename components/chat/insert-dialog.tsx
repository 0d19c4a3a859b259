"use client";
/** Owns the forms of what can be sent besides text: a poll, an invitation, a status update, a link with a title, a call. */
import { type ReactNode, type SyntheticEvent, useId, useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import type { MessageCommands } from "@/lib/chat/view-message";
import { useTranslate } from "@/lib/i18n/language";
import type { Said } from "@/lib/protocol/body";
import { usePublicConfig } from "@/lib/session/use-public-config";
import { maxPollOptions, maxPollText, maxCardTitleLength } from "@/lib/protocol/limits";
import { safeAddress } from "./links";
import type { InsertKind } from "./insert-menu";

export interface InsertDialogProps {
  kind: InsertKind;
  onSay: MessageCommands["say"];
  onSend: MessageCommands["send"];
  onClose: () => void;
}

const states = ["open", "waiting", "going", "done", "stopped"] as const;
const fieldStyle =
  "w-full rounded-10 border border-edge bg-surface px-3 py-2 text-16 outline-none focus-visible:border-accent md:text-15";

export default function InsertDialog({ kind, onSay, onSend, onClose }: InsertDialogProps) {
  const t = useTranslate();
  const callUrl = usePublicConfig()?.callUrl ?? null;
  const formId = useId();
  const [values, setValues] = useState<Readonly<Record<string, string>>>(() =>
    kind === "call" ? { ti: t("call.kind"), u: newCall(callUrl) } : {},
  );
  const of = (name: string) => (values[name] ?? "").trim();
  const field = (name: string) => ({
    value: values[name] ?? "",
    onChange: (event: { target: { value: string } }) => setValues({ ...values, [name]: event.target.value }),
    className: fieldStyle,
  });
  const options = Array.from({ length: maxPollOptions }, (_, at) => of(`o${at}`)).filter((option) => option !== "");
  const shownOptions = Math.min(maxPollOptions, Math.max(2, options.length + 1));
  const said = saidOf(kind, of, [...new Set(options)]);
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    if (!said) return;
    if ("link" in said) onSend(said.text, { link: said.link });
    else onSay(said);
    onClose();
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t(`insert.${kind}`)}
      text={t(`insert.${kind}Text`, { host: safeAddress(of("u"))?.host ?? "" })}
      actions={
        <>
          <Button look="quiet" onClick={onClose}>
            {t("app.cancel")}
          </Button>
          <Button type="submit" form={formId} look="primary" disabled={!said}>
            {t("composer.send")}
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={submit} className="flex flex-col gap-3">
        {kind === "link" ? (
          <Labelled label={t("insert.address")}>
            <input type="url" required {...field("u")} />
          </Labelled>
        ) : null}
        <Labelled label={t(kind === "poll" ? "insert.question" : "insert.title")}>
          <input maxLength={kind === "poll" ? maxPollText : maxCardTitleLength} required {...field("ti")} />
        </Labelled>
        {kind === "poll" ? (
          <>
            <fieldset className="flex flex-col gap-2">
              <legend className="pb-1 text-13 font-medium">{t("insert.answers")}</legend>
              {Array.from({ length: shownOptions }, (_, at) => (
                <input
                  key={at}
                  aria-label={t("insert.answer", { number: at + 1 })}
                  placeholder={t("insert.answer", { number: at + 1 })}
                  maxLength={maxCardTitleLength}
                  {...field(`o${at}`)}
                />
              ))}
            </fieldset>
            <label className="flex min-h-9 items-center gap-2.5 text-15 pointer-coarse:min-h-11">
              <input
                type="checkbox"
                checked={values["many"] === "yes"}
                onChange={(event) => setValues({ ...values, many: event.target.checked ? "yes" : "" })}
                className="size-4.5 accent-(--accent-fill)"
              />
              {t("insert.many")}
            </label>
          </>
        ) : null}
        {kind === "invite" ? (
          <>
            {/* A date and a time need a line of their own on a phone. */}
            <Labelled label={t("insert.start")}>
              <input type="datetime-local" required {...field("at")} />
            </Labelled>
            <div className="grid grid-cols-[6rem_1fr] gap-2">
              <Labelled label={t("insert.minutes")}>
                <input type="number" min={5} max={1440} placeholder="45" {...field("min")} />
              </Labelled>
              <Labelled label={t("insert.place")}>
                <input maxLength={maxCardTitleLength} {...field("pl")} />
              </Labelled>
            </div>
          </>
        ) : null}
        {kind === "status" ? (
          <Labelled label={t("insert.state")}>
            <select {...field("s")}>
              {states.map((state) => (
                <option key={state} value={state}>
                  {t(`status.${state}`)}
                </option>
              ))}
            </select>
          </Labelled>
        ) : null}
        {kind === "invite" || kind === "status" ? (
          <Labelled label={t("insert.note")}>
            <textarea rows={2} maxLength={maxPollText} {...field("b")} />
          </Labelled>
        ) : null}
      </form>
    </Dialog>
  );
}

function Labelled({ label, children }: { label: string; children: ReactNode }) {
  return (
    <label className="flex min-w-0 flex-col gap-1 text-13 font-medium">
      {label}
      {children}
    </label>
  );
}

interface LinkText {
  readonly text: string;
  readonly link: { readonly address: string; readonly title: string };
}

/** An address nobody can guess, so that only those who read the message find the call. */
function newCall(template: string | null): string {
  return template?.replace("{room}", crypto.randomUUID().replaceAll("-", "")) ?? "";
}

/** What the form says; null: something is missing. */
function saidOf(kind: InsertKind, of: (name: string) => string, options: readonly string[]): Said | LinkText | null {
  const title = of("ti");
  if (title === "") return null;
  const note = of("b") === "" ? {} : { b: of("b") };
  switch (kind) {
    case "poll":
      if (options.length < 2) return null;
      return { t: "poll", q: title, o: [...options], ...(of("many") && { many: true as const }) };
    case "invite": {
      const [at, min] = [new Date(of("at")).getTime(), Number(of("min") || 45)];
      if (!(at > 0) || !Number.isInteger(min) || min < 1 || min > 1440) return null;
      return { t: "invite", ti: title, at, min, ...(of("pl") && { pl: of("pl") }), ...note };
    }
    case "status":
      return { t: "status", s: states.find((state) => state === of("s")) ?? "open", ti: title, ...note };
    case "call":
      return safeAddress(of("u")) ? { t: "call", ti: title, u: of("u") } : null;
    case "link": {
      const address = of("u");
      const url = URL.canParse(address) ? new URL(address) : null;
      if (!url || !/^https?:$/.test(url.protocol) || url.username !== "" || address.length > 2048) return null;
      return { text: url.href, link: { address: url.href, title } };
    }
  }
}
