"use client";
/** Owns binding what is looked for in the list to the messages that are found. */
import { SearchResults } from "@/components/chat/search-results";
import { useNow } from "@/components/ui/use-now";
import { useSearch } from "@/lib/chat/use-search";

export function FoundMessages({ query }: { query: string }) {
  return <SearchResults search={useSearch(query)} now={useNow()} />;
}
