"use client";
/** Owns binding the search inside one conversation to what is found there. */
import { useState } from "react";
import { ConversationFinder } from "@/components/chat/conversation-finder";
import { useSearch } from "@/lib/chat/use-search";

export interface FinderProps {
  id: string;
  onReach: (seq: number) => void;
  onReachTime: (at: number) => void;
  onClose: () => void;
}

export function Finder({ id, ...rest }: FinderProps) {
  const [query, setQuery] = useState("");
  const search = useSearch(query, id);
  return <ConversationFinder query={query} onQuery={setQuery} search={search} {...rest} />;
}
