"use client";
/** Owns that nothing which floats above a conversation is loaded before something does. */
import { lazy, Suspense } from "react";
import type { ConversationCommands, ConversationView } from "@/lib/chat/view";
import type { Messages } from "./use-messages";

const MessageLayer = lazy(() => import("./message-layer"));

export interface MessageLayersProps {
  view: ConversationView;
  commands: ConversationCommands;
  messages: Messages;
}

export function MessageLayers(props: MessageLayersProps) {
  return <Suspense fallback={null}>{props.messages.layer ? <MessageLayer {...props} /> : null}</Suspense>;
}
