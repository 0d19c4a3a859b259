"use client";
/** Owns that nothing which floats above a conversation is loaded before something does. */
import { lazy, Suspense } from "react";
import type { ConversationCommands, ConversationView } from "@/lib/chat/view";
import type { Messages } from "./use-messages";

const MessageLayer = lazy(() => import("./message-layer"));
const ThreadSheet = lazy(() => import("./thread-sheet"));

export interface MessageLayersProps {
  view: ConversationView;
  commands: ConversationCommands;
  messages: Messages;
}

export function MessageLayers(props: MessageLayersProps) {
  const { layer, thread } = props.messages;
  const above = <Suspense>{layer ? <MessageLayer {...props} /> : null}</Suspense>;
  if (!thread) return above;
  return (
    <Suspense>
      <ThreadSheet key={thread.root} {...props} thread={thread}>
        {above}
      </ThreadSheet>
    </Suspense>
  );
}
