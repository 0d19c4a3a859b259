/** Owns what holds while a direct conversation is a request: who has to answer it, and what may be written and told until then. Pure. */
import type { Conversation } from "./conversation";

/** asked: I have to answer · waits: the other person has to · null: accepted, or never had to be. */
export function requestOf({ summary, deps, log }: Conversation): "asked" | "waits" | null {
  if (summary.awaits === null || log?.direct === false) return null;
  return summary.awaits === deps.me ? "asked" : "waits";
}

/** Whether the one message that there is before acceptance has been written. */
export function hasAsked({ rows, sender, deps }: Conversation): boolean {
  return sender.pending.length > 0 || rows.some((row) => row.type === "message" && row.author === deps.me);
}
