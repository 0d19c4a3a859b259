/** Owns how several people are named in one phrase. */
import type { PersonView } from "@/lib/chat/view";

/** "Ada, Mira and 3" is left to the language: names are joined with commas, oneself by `you`. */
export function namesOf(people: readonly PersonView[], you: string): string {
  return people.map((person) => (person.me ? you : person.name)).join(", ");
}

/** Kinds that stay groups with only two people in them. */
const groups: ReadonlySet<string> = new Set(["group", "study", "private", "room", "courseroom"]);

/** The other person of a conversation of two, else null. */
export function onlyOther(kind: string, people: readonly PersonView[]): PersonView | null {
  const [first, second] = people;
  return first && !second && !groups.has(kind) ? first : null;
}
