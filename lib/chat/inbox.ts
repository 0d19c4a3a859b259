/** Owns what the person's own topic brings for conversations: parts of it may be missing or made up, so nothing is taken as it is. */
import * as v from "valibot";
import { decodeEvent, wireEvent, wireHint, wirePointer } from "@/lib/protocol/wire";
import { inBackground } from "./background";
import type { Conversation } from "./conversation";

type Known = (id: string) => Conversation | undefined;

/** An event, or word of one. `unknown`: it is in a conversation that is not in the list yet. */
export function takeEvent(payload: unknown, known: Known, unknown: () => void): void {
  const hint = v.safeParse(wireHint, payload);
  if (!hint.success) return;
  const conversation = known(hint.output.conversation);
  if (!conversation) return unknown();
  const event = v.safeParse(wireEvent, payload);
  inBackground(event.success ? conversation.hint(decodeEvent(event.output)) : conversation.catchUp());
  inBackground(conversation.load());
}

/** How far somebody has read. */
export function takePointer(payload: unknown, known: Known): void {
  const parsed = v.safeParse(wirePointer, payload);
  const conversation = parsed.success && known(parsed.output.conversation);
  if (conversation) inBackground(conversation.pointers.take([parsed.output.pointer]));
}
