/** Owns what the screen sees of a conversation: the view and the list row, computed from the agent's state. Pure. */
import type { LogRow } from "@/lib/crypto/engine-api";
import { isContent } from "@/lib/protocol/body";
import { plainText } from "@/lib/protocol/markdown";
import { audienceOf, isWhole } from "./audience";
import { isSilent } from "./blocks";
import type { Conversation } from "./conversation";
import { entriesOf, fold, hashName } from "./effects";
import { flagsOf, receiptsHidden } from "./flags";
import { titleOf as wordsOf } from "./message-rows";
import { namedUnread } from "./named";
import { Receipts } from "./receipts";
import { keptDays } from "./expiry";
import { hasAsked, inviterOf, mustAnswer, requestOf } from "./first-contact";
import { lifeBanners, lifeOf } from "./life-view";
import { kindOf, powersOf, titleOf } from "./membership-facts";
import { roomRole } from "./room-role";
import { makeTimeline } from "./timeline";
import { newestMessage, unreadOf } from "./unread";
import type {
  Banner,
  ContextView,
  ConversationRow,
  ConversationView,
  MessageMark,
  PersonView,
  SendState,
} from "./view";

/** Notices that leave writing possible. */
const harmless: ReadonlySet<Banner["kind"]> = new Set(["gap", "fork", "lifetime", "wish", "own-wish"]);

const roles = { 1: "member", 2: "admin", 3: "moderator" } as const;

function contextOf({ kind, context, members }: Conversation["summary"], me: string): ContextView | null {
  if (!context) return null;
  const { external_id: externalId, title, state, ended, platform } = context;
  const side = members.find(({ user_id }) => user_id === me)?.party_role ?? null;
  return { kind, externalId, title, state, ended, platform, side };
}

/** One row of the list. */
export function rowOf(conversation: Conversation): ConversationRow {
  const { summary, log, deps, alarms } = conversation;
  const person = (userId: string) => deps.people.view(userId);
  const people = conversation.others.map((userId) => person(userId));
  const moderated = log?.roster.some((entry) => entry.role === 3) ?? false;
  const halted = log?.state === "halted";
  return {
    id: conversation.id,
    kind: kindOf(conversation),
    title: titleOf(conversation),
    people,
    context: contextOf(summary, deps.me),
    seal:
      summary.class === "open"
        ? "open"
        : halted || conversation.intake.held || alarms.length > 0
          ? "broken"
          : moderated
            ? "moderated"
            : "closed",
    state: stateOf(conversation),
    last: lastOf(conversation),
    lastActivityAt: Math.max(summary.last_activity_at, conversation.sender.pending.at(-1)?.createdAt ?? 0),
    unread: unreadOf(conversation),
    mentions: requestOf(conversation) === "invited" ? 0 : namedUnread(conversation).length,
    ...(mustAnswer(conversation) && { request: true }),
    draft: conversation.drafts.text,
    flags: flagsOf(
      deps.preferences.values,
      { id: conversation.id, read: conversation.pointers.read, newest: newestMessage(conversation) },
      deps.clock.now(),
    ),
  };
}

function stateOf({ log, summary }: Conversation): ConversationRow["state"] {
  if (!log) return summary.class === "sealed" && summary.epoch === 0 ? "shell" : "unopened";
  return log.state === "halted" || log.state === "ended" ? log.state : "active";
}

/** The last thing said, as it reads now. */
function lastOf(conversation: Conversation): ConversationRow["last"] {
  const { sender, rows, deps, others, id } = conversation;
  const waiting = sender.pending.findLast(({ body }) => isContent(body));
  if (waiting && isContent(waiting.body)) {
    const text = plainText(wordsOf(waiting.body));
    return { text, mine: true, at: waiting.createdAt, send: waiting.state, unreadable: false };
  }
  const own = deps.marks.in(id);
  const shown = (row: LogRow) =>
    row.type === "message"
      ? isContent(row.body) && !own.of(hashName(row.hash)).hidden && !deps.blocks.has(row.author)
      : row.type !== "commit" && !hasExpired(row);
  const row = rows.findLast(shown);
  if (!row) {
    const gone = rows.findLast(hasExpired);
    return gone ? { text: "", mine: false, at: gone.at, send: null, unreadable: false, expired: true } : null;
  }
  const { at } = row;
  const nothing = { text: "", mine: false, at, send: null };
  if (row.type === "tombstone") return { ...nothing, unreadable: false, deleted: true };
  if (row.type !== "message" || !isContent(row.body)) return { ...nothing, unreadable: true };
  const on = fold(
    entriesOf(
      rows.filter(({ seq }) => seq >= row.seq),
      [],
      deps.me,
    ),
  ).of(hashName(row.hash));
  const mine = row.author === deps.me;
  if (on.deleted) return { ...nothing, mine, unreadable: false, deleted: true };
  const send: SendState | null = mine
    ? shownReceipts(conversation).stateOf(row.seq, audienceOf(rows, others)(row.seq))
    : null;
  return { text: plainText(on.edits.at(-1)?.body.b ?? wordsOf(row.body)), mine, at, send, unreadable: false };
}

const hasExpired = (row: LogRow) => row.type === "tombstone" && row.reason === "expired";

const noReceipts = new Receipts();

/** Who hides their own receipts sees nobody's. */
export function shownReceipts({ deps, receipts }: Conversation): Receipts {
  return receiptsHidden(deps.preferences.values) ? noReceipts : receipts;
}

/** Everything a conversation's page shows. */
export function viewOf(conversation: Conversation): ConversationView {
  const { deps, log, rows, summary } = conversation;
  const person = (userId: string) => deps.people.view(userId);
  const { others } = conversation;
  const blocked = (userId: string) => deps.blocks.has(userId);
  const { pending } = conversation.sender;
  const own = deps.marks.in(conversation.id);
  const receipts = shownReceipts(conversation);
  const about = contextOf(summary, deps.me);
  const made = makeTimeline({ rows, pending, me: deps.me, others, receipts, own, person, blocked, about });
  const banners = bannersOf(conversation, person);
  const stopped = banners.some(({ kind }) => !harmless.has(kind) && (kind !== "waits" || hasAsked(conversation)));
  return {
    row: rowOf(conversation),
    roster: (log?.roster ?? []).map(({ userId, role }) => {
      return { person: person(userId), role: roles[role], leaving: log?.leaving.includes(userId) ?? false };
    }),
    powers: powersOf(conversation),
    mayAdd: log?.mayAdd ?? 0,
    asked: conversation.membership.asked.map(({ userId, maker }) => ({ person: person(userId), maker: person(maker) })),
    timeline: made.rows,
    threads: made.threads,
    pins: made.pins,
    stars: made.stars,
    hasOlder: !conversation.past.isShut && !isWhole(rows, deps.me),
    loadingOlder: conversation.past.isLoading,
    firstUnreadSeq: conversation.firstUnreadSeq,
    named: namedUnread(conversation),
    typing: conversation.room.typing.map((userId) => person(userId)),
    present: deps.presence.hidden
      ? []
      : [...conversation.room.present].filter((userId) => others.includes(userId) && !deps.blocks.has(userId)),
    banners,
    phase: conversation.phase,
    canSend: log?.state === "active" && !stopped,
    room: roomOf(conversation),
    retentionDays: keptDays(conversation),
    proposal: proposalIn(conversation, person),
    life: lifeOf(conversation),
    epoch: log?.epoch ?? summary.epoch,
    lastSeq: log?.n ?? 0,
  };
}

function proposalIn({ log }: Conversation, person: (userId: string) => PersonView): ConversationView["proposal"] {
  const proposal = log?.state === "active" ? log.proposal : null;
  return proposal && { days: proposal.days, by: person(proposal.by) };
}

function roomOf({ summary }: Conversation): ConversationView["room"] {
  if (!summary.room) return null;
  const { about, members, capacity, listed, slow_seconds: slowSeconds } = summary.room;
  return { about, members, capacity, listed, slowSeconds, role: roomRole(summary.my.role) };
}

function bannersOf(conversation: Conversation, person: (userId: string) => PersonView): Banner[] {
  const { log, summary, alarms, others, rows, deps } = conversation;
  const banners: Banner[] = [];
  if (log?.waitsForAcceptance) banners.push({ kind: "started-over" });
  else if (log?.state === "halted" && log.haltCode) banners.push({ kind: "halted", code: log.haltCode });
  if (log?.state === "ended") banners.push({ kind: "ended" });
  if (isSilent(conversation)) banners.push({ kind: "blocked", who: person(others[0] ?? "") });
  const [first] = others;
  const request = requestOf(conversation);
  if (request === "invited")
    banners.push({
      kind: request,
      who: person(inviterOf(conversation)),
      title: titleOf(conversation),
      people: others.length,
    });
  else if (request && first) banners.push({ kind: request, who: person(first) });
  const proposal = proposalIn(conversation, person);
  if (proposal && !proposal.by.me && !request)
    banners.push({ kind: "lifetime", who: proposal.by, days: proposal.days });
  if (conversation.membership.leaving) banners.push({ kind: "leaving" });
  const silence = summary.room?.silenced_until ?? null;
  if (silence !== null && !(Date.parse(silence) <= deps.clock.now()))
    banners.push({ kind: "silenced", until: silence === "infinity" ? null : Date.parse(silence) });
  if (summary.locked) banners.push({ kind: "locked" });
  if (log?.state !== "ended") banners.push(...lifeBanners(conversation, person));
  for (const userId of others) {
    if (person(userId).trust === "changed") banners.push({ kind: "key-changed", who: person(userId) });
  }
  const marked = (mark: MessageMark) => rows.find((row) => row.type === "message" && row.marks.includes(mark));
  const forked = marked("fork");
  const author = forked?.type === "message" ? forked.author : null;
  const fork = alarms.find((alarm) => alarm.code === "E_FORK") ?? (author && { userId: author });
  if (fork) banners.push({ kind: "fork", who: fork.userId ? person(fork.userId) : null });
  const missing = conversation.intake.held || alarms.some(({ code }) => code === "E_CHAIN" || code === "E_GAP");
  if (missing || marked("gap")) banners.push({ kind: "gap" });
  return banners;
}
