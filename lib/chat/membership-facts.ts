/** Owns what the verified log says a conversation is, whatever the server calls it: its kind, its title, and what I may do. Pure. */
import type { Conversation } from "./conversation";
import type { Powers } from "./membership-view";
import type { ConversationKind } from "./view";

const none: Powers = { add: false, admin: false, leave: false, mustHandOver: false };

/** The kind as served, as far as the log bears it out: who may read is never the server's word. */
export function kindOf({ summary, log, others }: Conversation): ConversationKind {
  const { kind } = summary;
  if (!log || log.state === "ended") return kind;
  if (log.direct) return summary.context ? kind : "direct";
  const closed = others.length === 0 && log.mayAdd === 0 && log.roster.every(({ role }) => role === 1);
  if (kind === "note") return closed ? "note" : "group";
  return kind === "direct" ? "group" : kind;
}

/** The title that members gave, else the names; empty for a note, which is called so in every language. */
export function titleOf(conversation: Conversation): string {
  const { log, others, deps, summary } = conversation;
  if (summary.room) return summary.room.title;
  if (kindOf(conversation) === "note") return "";
  if (log?.title && !log.direct) return log.title;
  const names = others.map((userId) => deps.people.view(userId).name).filter((name) => name !== "");
  return names.join(", ") || deps.people.view(deps.me).name;
}

/** What this person may do, by the signed roster and policy. */
export function powersOf({ log, deps, membership, summary }: Conversation): Powers {
  // Open rooms have ranks of their own: see RoomView.
  if (summary.room) return none;
  if (log?.state !== "active" || log.direct || membership.leaving) return none;
  const mine = log.roster.find(({ userId }) => userId === deps.me)?.role;
  const participants = log.roster.filter(({ role, userId }) => role !== 3 && userId !== deps.me);
  if (mine === undefined || mine === 3) return none;
  const admin = mine === 2;
  const add = log.mayAdd === 2 || (log.mayAdd === 1 && admin);
  const staying = participants.filter(({ userId }) => !log.leaving.includes(userId));
  const mustHandOver = admin && staying.length > 0 && !staying.some(({ role }) => role === 2);
  return { add, admin, leave: staying.length > 0, mustHandOver };
}
