/** Owns what holds while something of a stranger is a request: who has to answer it, what may be told until then, and declining. */
import { codeOf } from "@/lib/base/errors";
import { inBackground } from "./background";
import type { Conversation } from "./conversation";
import { isTransient } from "./loading";

/**
 * asked: I have to answer whether they may write to me · invited: whether I want to be in the group they put me into ·
 * waits: the other person has to answer · null: accepted, or never had to be.
 */
export function requestOf({ summary, deps, log }: Conversation): "asked" | "invited" | "waits" | null {
  if (summary.asked_by !== null && summary.class === "sealed" && !log?.direct) return "invited";
  if (summary.awaits === null || log?.direct === false) return null;
  return summary.awaits === deps.me ? "asked" : "waits";
}

/** My answer is awaited: until then nothing is told of me, and nothing is done here by itself. */
export function mustAnswer(conversation: Conversation): boolean {
  const request = requestOf(conversation);
  return request === "asked" || request === "invited";
}

/** Who put me into the group: by the signed commit if it is open here, as the server says otherwise. */
export function inviterOf({ rows, summary, deps }: Conversation): string {
  const commit = rows.findLast((row) => row.type === "commit" && row.added.includes(deps.me));
  return commit?.type === "commit" ? commit.author : (summary.asked_by ?? "");
}

/** Whether the one message that there is before acceptance has been written. */
export function hasAsked({ rows, sender, deps }: Conversation): boolean {
  return sender.pending.length > 0 || rows.some((row) => row.type === "message" && row.author === deps.me);
}

/**
 * Leaves the group that I never wanted. Where leaving is not possible (the only admin, a log that has stopped, others who
 * are faster again and again), the server keeps it from me all the same.
 */
export async function declineGroup(conversation: Conversation): Promise<void> {
  try {
    if (!conversation.membership.leaving) await conversation.membership.leave();
    return;
  } catch (thrown) {
    if (isTransient(thrown)) throw thrown;
    if (codeOf(thrown) === "E_UNEXPECTED") inBackground(Promise.reject(thrown));
  }
  await conversation.deps.server.answerRequest(conversation.id, false).catch((thrown: unknown) => {
    // Answered on another device in the meantime.
    if (codeOf(thrown) !== "E_NOT_FOUND") throw thrown;
  });
}
