"use client";
/** Owns the text in the composer: drafts, marks, names being typed, and what is being edited. */
import { type KeyboardEvent, type RefObject, useEffect, useLayoutEffect, useRef, useState } from "react";
import type { PersonView } from "@/lib/chat/view";
import type { ComposerTask } from "./composer-strip";
import { signOf } from "./key-sign";
import { type Marked, type MarkName, toggleMark, togglePrefix } from "./markup";
import { mentionChoices, typedMention } from "./mentions";

const markKeys: Readonly<Record<string, MarkName>> = { b: "bold", i: "italic", e: "code" };

export interface ComposerText {
  readonly text: string;
  readonly marked: boolean;
  readonly choices: readonly PersonView[];
  readonly active: number;
  readonly change: (next: string) => void;
  /** The text is on its way: the field goes back to what it held before. */
  readonly done: () => void;
  readonly look: () => void;
  readonly mark: (name: MarkName) => void;
  readonly prefix: (prefix: "> " | "- ") => void;
  readonly pick: (person: PersonView) => void;
  /** True if the key has been used up. */
  readonly onKey: (event: KeyboardEvent<HTMLTextAreaElement>) => boolean;
}

export function useComposer(
  field: RefObject<HTMLTextAreaElement | null>,
  options: { draft: string; task: ComposerTask | null; people: readonly PersonView[]; onDraft: (text: string) => void },
): ComposerText {
  const { draft, task, people, onDraft } = options;
  const [text, setText] = useState(draft);
  const [place, setPlace] = useState({ start: 0, end: 0 });
  const [active, setActive] = useState(0);
  const [dismissed, setDismissed] = useState(-1);
  const select = useRef<{ start: number; end: number } | null>(null);
  // While a message is edited the field holds its text; what stood there before comes back afterwards.
  const [held, setHeld] = useState<{ key: string; before: string } | null>(null);
  const editing = task?.kind === "edit" ? task.row : null;
  if (editing && held?.key !== editing.key) {
    setHeld({ key: editing.key, before: held?.before ?? text });
    setText(editing.text);
  } else if (!editing && held) {
    setHeld(null);
    setText(held.before);
  }
  useEffect(() => {
    if (task) field.current?.focus();
  }, [task, field]);
  useLayoutEffect(() => {
    const wanted = select.current;
    select.current = null;
    if (wanted) field.current?.setSelectionRange(wanted.start, wanted.end);
  }, [text, field]);

  const typed = place.start === place.end ? typedMention(text, place.start) : null;
  const choices = typed && typed.from !== dismissed ? mentionChoices(typed.search, people) : [];
  const change = (next: string) => {
    setText(next);
    setActive(0);
    const { selectionStart = 0, selectionEnd = 0 } = field.current ?? {};
    if (!select.current) setPlace({ start: selectionStart, end: selectionEnd });
    if (!editing) onDraft(next);
  };
  const put = (next: Marked) => {
    select.current = next;
    setPlace(next);
    change(next.text);
  };
  const now = (): Marked => {
    const { selectionStart: start = 0, selectionEnd: end = 0 } = field.current ?? {};
    return { text, start, end };
  };
  const pick = (person: PersonView) => {
    if (!typed) return;
    const head = `${text.slice(0, typed.from)}@${person.name} `;
    put({ text: head + text.slice(place.start), start: head.length, end: head.length });
  };
  return {
    ...{ text, choices, change, pick, active: Math.min(active, Math.max(0, choices.length - 1)) },
    marked: place.end > place.start,
    done: () => {
      setPlace({ start: 0, end: 0 });
      if (!editing) change("");
    },
    look: () => {
      const { start, end } = now();
      setPlace((before) => (before.start === start && before.end === end ? before : { start, end }));
    },
    mark: (name) => put(toggleMark(now(), name)),
    prefix: (prefix) => put(togglePrefix(now(), prefix)),
    onKey: (event) => {
      const mark =
        (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey ? markKeys[signOf(event)] : undefined;
      if (mark) put(toggleMark(now(), mark));
      else if (choices.length === 0) return false;
      else if (event.key === "ArrowDown") setActive((active + 1) % choices.length);
      else if (event.key === "ArrowUp") setActive((active + choices.length - 1) % choices.length);
      else if (event.key === "Escape") setDismissed(typed?.from ?? -1);
      else if (event.key === "Enter" || event.key === "Tab") {
        const person = choices[Math.min(active, choices.length - 1)];
        if (person) pick(person);
      } else return false;
      event.preventDefault();
      event.stopPropagation();
      return true;
    },
  };
}
