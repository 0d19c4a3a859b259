"use client";
/** Owns writing: a field that grows to eight lines, Enter that sends, and what a person must know before sending. */
import { ArrowUp, CalendarClock, Check, Clock, CloudOff, Signature } from "lucide-react";
import { type KeyboardEvent, type ReactNode, useId, useLayoutEffect, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { IconButton } from "@/components/ui/icon-button";
import { useMedia } from "@/components/ui/use-media";
import { usePreferences } from "@/components/ui/use-preferences";
import { Seal, type SealState } from "@/components/ui/seal";
import type { PersonView } from "@/lib/chat/view";
import { useTranslate } from "@/lib/i18n/language";
import { maxTextLength } from "@/lib/protocol/limits";
import { ComposerStrip, type ComposerTask } from "./composer-strip";
import { lazily } from "./lazily";
import { MentionPicker } from "./mention-picker";
import { namedIn } from "./mentions";
import { useComposer } from "./use-composer";

// Shows while text is selected.
const FormatBar = lazily(async () => (await import("./format-bar")).FormatBar);

/** Longest message, in UTF-16 units; the same everywhere (requirement R10). */
export const longestMessage = maxTextLength;

/** The count of what is left shows from here on. */
const nearLimit = 300;

const placeholders = {
  yes: "composer.placeholder",
  opening: "composer.placeholder",
  asked: "composer.acceptFirst",
  no: "composer.cannotSend",
} as const;

export interface ComposerProps {
  title: string;
  seal: SealState;
  /** Text kept from before; only read when the composer opens. */
  draft: string;
  /** opening: not yet · asked: the other person waits for an answer first · no: a notice above says why · yes. */
  canWrite: "opening" | "asked" | "no" | "yes";
  offline: boolean;
  /** Messages of this conversation that wait. */
  queued: number;
  /** Nothing was written here by this person yet. */
  first: boolean;
  /** Made by a platform, no key yet: the first message starts it. */
  shell: boolean;
  /** Members, for names after an @. */
  people: readonly PersonView[];
  /** What is being answered or edited. */
  task: ComposerTask | null;
  /** Stands before the field: what else can be sent. */
  more?: ReactNode;
  onSend: (text: string, mentions: readonly string[]) => void;
  /** The text is to be sent at another time; `done` when that is arranged. */
  onLater?: (text: string, mentions: readonly string[], done: () => void) => void;
  onEndTask: () => void;
  /** Arrow up in an empty field. */
  onEditLast: () => void;
  onDraft: (text: string) => void;
  onTyping: () => void;
}

export function Composer(props: ComposerProps) {
  const { title, seal, draft, canWrite, offline, queued, first, shell, people, task, more } = props;
  const { onSend, onLater, onDraft, onTyping, onEndTask, onEditLast } = props;
  const t = useTranslate();
  const touched = useMedia("(pointer: coarse)");
  const enterSends = usePreferences().enterSends && !touched;
  const [understood, setUnderstood] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const composer = useComposer(field, { draft, task, people, onDraft });
  const { text, choices, active } = composer;
  const [noteId, listId] = [useId(), useId()];
  const disabled = canWrite !== "yes";
  const left = maxTextLength - text.trim().length;
  const unchanged = task?.kind === "edit" && text.trim() === task.row.text;
  const canSend = !disabled && text.trim() !== "" && left >= 0 && !unchanged;

  const offersLater = onLater !== undefined && canSend && !offline && task?.kind !== "edit";

  useLayoutEffect(() => {
    const element = field.current;
    // Where the field grows by itself, asking for its height would only lay out the page once more, with every letter.
    if (!element || CSS.supports("field-sizing", "content")) return;
    element.style.height = "0";
    element.style.height = `${element.scrollHeight}px`;
  }, [text]);

  const change = (next: string) => {
    composer.change(next);
    if (next !== "") onTyping();
  };
  const send = () => {
    if (!canSend) return;
    onSend(text.trim(), namedIn(text, people));
    composer.done();
    setUnderstood(true);
    field.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (!event.nativeEvent.isComposing && composer.onKey(event)) return;
    if (event.key === "ArrowUp" && text === "" && !task) {
      event.preventDefault();
      onEditLast();
    }
    if (event.key === "Escape" && task) {
      event.stopPropagation();
      onEndTask();
    }
    // While an input method composes, Enter chooses a candidate. Safari ends the composition first and only says 229.
    // oxlint-disable-next-line typescript/no-deprecated -- nothing else tells this Enter from any other in Safari
    if (event.key !== "Enter" || event.nativeEvent.isComposing || event.keyCode === 229) return;
    const mod = event.ctrlKey || event.metaKey;
    if (event.shiftKey || event.altKey || (!mod && !enterSends)) return;
    event.preventDefault();
    send();
  };

  return (
    <div className="mx-auto w-full max-w-[53.75rem] shrink-0 px-3 pb-[calc(0.75rem+env(safe-area-inset-bottom))]">
      {first && !understood && !disabled ? (
        <p id={noteId} className="mb-2 flex items-center gap-2.5 rounded-10 bg-fill py-1.5 ps-3.5 pe-1.5 text-13">
          <Signature aria-hidden="true" className="size-4 shrink-0 text-muted" />
          <span className="min-w-0 flex-1 text-muted">
            <span className="font-medium text-ink">{t("composer.signedTitle")}</span> {t("composer.signed")}
          </span>
          <Button look="quiet" size="small" onClick={() => setUnderstood(true)}>
            {t("composer.understood")}
          </Button>
        </p>
      ) : null}
      <div role="status" className="flex flex-wrap gap-x-4 gap-y-1 px-2 text-12 text-muted empty:sr-only [&>p]:pb-2">
        {offline ? (
          <p className="flex items-center gap-2">
            <CloudOff aria-hidden="true" className="size-4 shrink-0" />
            {t("composer.offline")}
          </p>
        ) : null}
        {queued > 0 ? (
          <p className="flex items-center gap-2">
            <Clock aria-hidden="true" className="size-4 shrink-0" />
            {t("composer.queued", { count: queued })}
          </p>
        ) : null}
        {left < 0 ? <p className="font-medium text-danger">{t("composer.tooLong", { count: -left })}</p> : null}
        {left >= 0 && left <= nearLimit ? <p>{t("composer.left", { count: left })}</p> : null}
        {seal === "open" ? (
          <p className="flex items-center gap-2">
            <Seal state="open" />
            {t("rooms.composer")}
          </p>
        ) : null}
        {shell ? <p>{t("composer.shell")}</p> : null}
      </div>
      {task ? <ComposerStrip task={task} onEnd={onEndTask} /> : null}
      {composer.marked && !disabled ? <FormatBar onMark={composer.mark} onPrefix={composer.prefix} /> : null}
      <div
        className={cn(
          "relative flex items-end gap-1 rounded-[1.375rem] border border-edge bg-surface p-1 transition-colors duration-150 focus-within:border-accent focus-within:outline-1 focus-within:-outline-offset-1 focus-within:outline-accent",
          disabled && "bg-fill opacity-70",
        )}
      >
        <span data-tip={t(`seal.${seal}`)} className="flex h-9 items-center ps-2.5 pointer-coarse:h-11">
          <Seal state={seal} />
        </span>
        {/* On a phone the field needs the width: while something is written, sending it later takes this place. */}
        <span className={cn("contents", offersLater && "max-sm:hidden")}>{more}</span>
        {choices.length > 0 ? (
          <MentionPicker id={listId} people={choices} active={active} onPick={composer.pick} />
        ) : null}
        <textarea
          ref={field}
          rows={1}
          dir="auto"
          aria-label={t("composer.label", { title })}
          aria-describedby={first && !understood && !disabled ? noteId : undefined}
          placeholder={t(shell ? "composer.placeholder" : placeholders[canWrite])}
          disabled={disabled}
          value={text}
          enterKeyHint={enterSends ? "send" : "enter"}
          onChange={(event) => change(event.target.value)}
          onKeyDown={onKeyDown}
          onSelect={composer.look}
          onBlur={composer.look}
          aria-autocomplete="list"
          aria-controls={choices.length > 0 ? listId : undefined}
          aria-activedescendant={choices.length > 0 ? `${listId}-${active}` : undefined}
          className="field-sizing-content max-h-[12.25rem] min-h-9 min-w-0 flex-1 resize-none overflow-y-auto bg-transparent px-1.5 py-[0.4375rem] text-16 outline-none pointer-coarse:py-2.5 md:text-15"
        />
        {offersLater ? (
          <IconButton
            label={t("later.send")}
            onClick={() => onLater?.(text.trim(), namedIn(text, people), composer.done)}
            className="animate-rise rounded-full"
          >
            <CalendarClock />
          </IconButton>
        ) : null}
        <IconButton
          label={t(task?.kind === "edit" ? "composer.saveEdit" : "composer.send")}
          look="primary"
          disabled={!canSend}
          onClick={send}
          className="rounded-full disabled:bg-fill-strong disabled:text-faint disabled:opacity-100"
        >
          {task?.kind === "edit" ? <Check strokeWidth={2.5} /> : <ArrowUp strokeWidth={2.5} />}
        </IconButton>
      </div>
    </div>
  );
}
