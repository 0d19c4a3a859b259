"use client";
/** Owns the list of people one talks with: everybody in one's conversations, each once, by name. */
import { useMemo } from "react";
import { useConversations } from "./use-chat";
import type { PersonView } from "./view";

export function useKnownPeople(): readonly PersonView[] {
  const { conversations } = useConversations();
  return useMemo(() => {
    const known = new Map<string, PersonView>();
    for (const { people } of conversations) for (const person of people) known.set(person.userId, person);
    return [...known.values()]
      .filter(({ me, name }) => !me && name !== "")
      .toSorted((a, b) => a.name.localeCompare(b.name));
  }, [conversations]);
}
