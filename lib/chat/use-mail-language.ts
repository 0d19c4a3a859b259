"use client";
/** Owns telling the account which language is spoken here, so that its mails speak it, too. */
import { useEffect } from "react";
import { keepMailLanguage } from "@/lib/session/mail-language";
import { useSessionParts } from "@/lib/session/use-session";
import { inBackground } from "./background";

/**
 * At every start, and when the language changes; what cannot be told now is told at the next start.
 * @param page language of the pages
 * @param chosen the language that somebody has chosen in this browser; null: the browser's own
 */
export function useMailLanguage(page: string, chosen: () => string | null): void {
  const client = useSessionParts()?.client;
  useEffect(() => {
    if (client) inBackground(keepMailLanguage(client, client.stored(), { page, chosen: chosen() !== null }));
  }, [client, page, chosen]);
}
