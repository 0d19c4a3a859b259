"use client";
/** Owns which screen an address shows. Conversations change without a page from the server, hence without a network too. */
import type { ReactNode } from "react";
import { NoConversation } from "@/components/chat/conversation-waiting";
import { conversationAt } from "@/lib/base/address";
import { OpenConversation } from "./c/[id]/open-conversation";

/** `children`: what the server rendered, for every other address. */
export function Place({ path, children }: { path: string; children: ReactNode }) {
  const id = conversationAt(path);
  if (id) return <OpenConversation key={id} id={id} />;
  return path === "/chats" ? <NoConversation /> : children;
}
