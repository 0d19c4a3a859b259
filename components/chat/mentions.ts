/** Owns finding names with an @ in a text: those that are named when it is read, and the one being typed. Pure. */
import type { PersonView } from "@/lib/chat/view";

export interface MentionPart {
  readonly text: string;
  readonly person: PersonView | null;
}

/** The text in order, mentions of these people taken apart. Joined again it is the text. */
export function splitMentions(text: string, people: readonly PersonView[]): readonly MentionPart[] {
  const byName = people.toSorted((a, b) => b.name.length - a.name.length);
  const parts: MentionPart[] = [];
  let plainFrom = 0;
  for (let at = text.indexOf("@"); at >= 0; at = text.indexOf("@", at + 1)) {
    const person = byName.find(({ name }) => text.startsWith(name, at + 1) && !continues(text, at + 1 + name.length));
    if (!person) continue;
    if (at > plainFrom) parts.push({ text: text.slice(plainFrom, at), person: null });
    plainFrom = at + 1 + person.name.length;
    parts.push({ text: text.slice(at, plainFrom), person });
  }
  if (plainFrom < text.length) parts.push({ text: text.slice(plainFrom), person: null });
  return parts;
}

function continues(text: string, at: number): boolean {
  return /[\p{L}\p{N}_]/u.test(text[at] ?? "");
}

/** User ids of those whom a text names. */
export function namedIn(text: string, people: readonly PersonView[]): string[] {
  if (!text.includes("@")) return [];
  return [...new Set(splitMentions(text, people).flatMap(({ person }) => person?.userId ?? []))];
}

/** Longest part of a name that is looked for. */
const longestSearch = 40;

/** What stands between an @ and the place of writing: where it begins, and what to look for. Null: no name is being typed. */
export function typedMention(text: string, caret: number): { readonly from: number; readonly search: string } | null {
  const from = text.lastIndexOf("@", caret - 1);
  if (
    caret < 1 ||
    from < 0 ||
    from >= caret ||
    caret - from > longestSearch ||
    /[\p{L}\p{N}@]/u.test(text[from - 1] ?? " ")
  )
    return null;
  const search = text.slice(from + 1, caret);
  return /^\s|\n|\s{2}/.test(search) ? null : { from, search };
}

/** People whose name or handle has a word that begins so; at most six. */
export function mentionChoices(search: string, people: readonly PersonView[]): readonly PersonView[] {
  const wanted = search.toLocaleLowerCase();
  const fits = ({ name, handle, me }: PersonView) =>
    !me &&
    (handle.startsWith(wanted) ||
      name.toLocaleLowerCase().startsWith(wanted) ||
      name
        .toLocaleLowerCase()
        .split(/\s+/)
        .some((word) => word.startsWith(wanted)));
  return people.filter((person) => fits(person)).slice(0, 6);
}
