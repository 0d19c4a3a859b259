"use client";
/** Owns binding what is looked for in the list to the messages that are found. */
import { useState } from "react";
import { SearchResults } from "@/components/chat/search-results";
import { useNow } from "@/components/ui/use-now";
import { useConversations } from "@/lib/chat/use-chat";
import { useSearch } from "@/lib/chat/use-search";

export function FoundMessages({ query }: { query: string }) {
  // What somebody looks for goes to the server only when they say so.
  const [onServer, setOnServer] = useState(false);
  const rooms = useConversations().conversations.some(({ seal }) => seal === "open");
  const search = useSearch(query, null, onServer);
  const ask = rooms && !onServer ? () => setOnServer(true) : null;
  return <SearchResults search={search} now={useNow()} onServer={ask} />;
}
