"use client";
/** Owns that nothing which floats above a conversation is loaded before something does. */
import type { ConversationCommands, ConversationView } from "@/lib/chat/view";
import { floating } from "./lazily";
import type { Layer, Messages } from "./use-messages";

const MessageLayer = floating(async () => (await import("./message-layer")).MessageLayer);
const ThreadSheet = floating(async () => (await import("./thread-sheet")).default);

export interface MessageLayersProps {
  view: ConversationView;
  commands: ConversationCommands;
  messages: Messages;
}

export interface MessageLayerProps extends MessageLayersProps {
  layer: Layer;
  onClose: () => void;
}

export function MessageLayers(props: MessageLayersProps) {
  const { layer, thread, close, closeThread } = props.messages;
  const above = layer ? <MessageLayer {...props} layer={layer} onClose={() => close(layer)} /> : null;
  if (!thread) return above;
  return (
    <ThreadSheet key={thread.root} {...props} thread={thread} onClose={closeThread}>
      {above}
    </ThreadSheet>
  );
}
