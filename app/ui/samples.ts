/** Owns invented people and conversations for the gallery. None of this is reachable from the product. */
import { plainMessage } from "@/lib/chat/view-message";
import type {
  ConversationListView,
  ConversationRow,
  ConversationView,
  PersonView,
  SendState,
  TimelineRow,
} from "@/lib/chat/view";

const person = (handle: string, name: string, more: Partial<PersonView> = {}): PersonView => ({
  userId: `00000000-0000-4000-8000-${handle}`,
  handle,
  name,
  me: false,
  trust: "unverified",
  ...more,
});

export const me = person("jonas_w", "Jonas Weber", { me: true });
export const mira = person("mira_o", "Mira Okafor", { trust: "verified" });
export const lucia = person("lucia", "Lucía Fernández");
export const sam = person("sam_oneill", "Sam O’Neill", { trust: "changed" });
export const priya = person("priya", "Priya Raman");
export const amal = person("amal", "Amal Haddad");

export const now = new Date(2026, 10, 20, 14, 10).getTime();
export const minutesAgo = (count: number) => now - count * 60_000;

export const echo = person("echo_bot", "Echo", { automated: true });

const noFlags = {
  pinnedAt: null,
  mutedUntil: null,
  archived: false,
  markedUnread: false,
  favourite: false,
  folders: [],
};

const row = (
  id: string,
  title: string,
  people: readonly PersonView[],
  more: Partial<ConversationRow> = {},
): ConversationRow => ({
  id,
  kind: "direct",
  title,
  people,
  context: null,
  seal: "closed",
  state: "active",
  last: null,
  lastActivityAt: now,
  unread: 0,
  mentions: 0,
  draft: "",
  flags: noFlags,
  ...more,
});

const lastLine = (text: string, ago: number, send: SendState | null = null) => ({
  last: { text, mine: send !== null, at: minutesAgo(ago), send, unreadable: false },
  lastActivityAt: minutesAgo(ago),
});

export const miraRow = row(
  "1",
  mira.name,
  [mira],
  lastLine("You can have half back, or return it. Your choice.", 5, "read"),
);

export const list: ConversationListView = {
  phase: "ready",
  connection: "live",
  queued: 0,
  folders: [{ id: "f1", name: "Work", unread: 4, count: 2 }],
  unread: 4,
  conversations: [
    miraRow,
    row("2", lucia.name, [lucia], { unread: 3, ...lastLine("¿Nos vemos mañana a las diez?", 18) }),
    row("3", "Lens, 50 mm", [sam], {
      kind: "transaction",
      seal: "moderated",
      context: {
        kind: "transaction",
        externalId: "T-2041",
        title: "Lens, 50 mm",
        state: "paid",
        ended: false,
        side: "buyer",
        platform: "Example Market",
      },
      unread: 1,
      ...lastLine("I have asked a moderator to look at it.", 64),
    }),
    row("4", "Reading group", [priya, amal, lucia], {
      kind: "study",
      ...lastLine("Chapter four, then.", 190, "delivered"),
    }),
    row("5", priya.name, [priya], { draft: "About the interview on", ...lastLine("See you then!", 300) }),
    row("6", sam.name, [sam], { seal: "broken", state: "halted", ...lastLine("", 1500) }),
    row("7", "Campus square", [priya, amal], {
      kind: "room",
      seal: "open",
      unread: 128,
      ...lastLine("Does anybody have a spare bicycle lock?", 2900),
    }),
    row("11", "Weekend market, everybody welcome", [priya, amal], {
      kind: "group",
      request: true,
      ...lastLine("The first list of stalls is here, have a look", 3200),
    }),
    row("10", "Bicycle kitchen", [echo, amal], {
      kind: "group",
      ...{ unread: 12, mentions: 2, later: "stuck" },
      flags: { ...noFlags, mutedUntil: "mentions" },
      ...lastLine("@Jonas can you bring the pump?", 4000),
    }),
    row("8", amal.name, [amal], {
      later: "waiting",
      ...lastLine("Thank you, that helped a great deal.", 8000, "sent"),
    }),
    row("9", me.name, [], { kind: "note", ...lastLine("Ask for the invoice", 60_000, "read") }),
  ],
};

let key = 0;

export const text = (
  author: PersonView,
  ago: number,
  words: string,
  more: Partial<Extract<TimelineRow, { type: "message" }>> = {},
): TimelineRow => ({
  type: "message",
  key: `m${++key}`,
  seq: key,
  at: minutesAgo(ago),
  author,
  text: words,
  send: author.me ? "read" : null,
  failure: null,
  marks: [],
  ...plainMessage,
  ...more,
});

const created: TimelineRow = {
  type: "system",
  key: "created",
  seq: 1,
  at: minutesAgo(3000),
  event: { kind: "created", by: me, about: null },
};

export const ordinary: readonly TimelineRow[] = [
  created,
  text(me, 2995, "Hello Mira, I bought the 50 mm lens from you. When do you think you can send it?"),
  text(mira, 2990, "Hi Jonas! I can post it today."),
  text(
    mira,
    2989,
    "It goes with the grey courier, here is where to follow it: https://parcels.example/track/8812-4410",
  ),
  text(me, 2988, "Perfect, thank you."),
  text(mira, 18, "Did the parcel arrive?"),
  text(me, 16, "This morning. The lens has a scratch, though."),
  text(
    me,
    15,
    "It is a fine one, near the edge of the front glass. You only see it against the light, and it may not matter in the pictures, but I thought you should know before I leave a note.",
    { send: "read" },
  ),
  text(mira, 12, "Oh no."),
  text(mira, 12, "Send me a photo?"),
  text(mira, 11, "I will put it right."),
  text(mira, 10, "You can have half back, or return it. Your choice."),
  text(me, 5, "Half back is fair. Thank you for being straight about it 🙂"),
];

export const states: readonly TimelineRow[] = [
  created,
  { type: "system", key: "s2", seq: 2, at: minutesAgo(400), event: { kind: "added", by: me, who: [lucia, priya] } },
  text(lucia, 390, "Hola a todos"),
  text(priya, 389, "Hello!", { marks: ["fork"] }),
  { type: "unreadable", key: "u1", seq: 40, at: minutesAgo(380), author: lucia, code: "E_FRANK" },
  { type: "unsupported", key: "u2", seq: 41, at: minutesAgo(370), author: priya },
  { type: "tombstone", key: "t1", seq: 42, at: minutesAgo(360), reason: "author", by: lucia },
  { type: "tombstone", key: "t2", seq: 43, at: minutesAgo(355), reason: "expired", by: null },
  { type: "system", key: "s3", seq: 44, at: minutesAgo(350), event: { kind: "key-changed", who: [lucia] } },
  { type: "system", key: "s4", seq: 45, at: minutesAgo(340), event: { kind: "moderator-joined", who: [amal] } },
  { type: "system", key: "s5", seq: 46, at: minutesAgo(330), event: { kind: "policy", by: priya, retentionDays: 30 } },
  text(lucia, 30, "This one comes after a hole.", { marks: ["gap", "clock"] }),
  text(me, 20, "Read by everybody", { send: "read" }),
  text(me, 14, "Delivered", { send: "delivered" }),
  text(me, 9, "Sent", { send: "sent" }),
  text(me, 5, "On its way", { send: "sending", seq: null }),
  text(me, 4, "Waits for the connection", { send: "queued", seq: null }),
  text(me, 3, "This one did not make it.", { send: "failed", failure: "E_TOO_BIG", seq: null }),
];

/** What can be sent besides text. */
export const calls: readonly TimelineRow[] = [
  text(priya, 50, "First talk", {
    content: {
      ...{ kind: "invite", start: now + 86_400_000, minutes: 45, place: "Room 4, second floor" },
      ...{ note: "Bring nothing, ask everything.", answers: [{ person: lucia, answer: "yes" }], mine: "maybe" },
    },
  }),
  text(me, 44, "Your application", { content: { kind: "status", state: "going", note: "Two of us are reading it." } }),
  text(lucia, 40, "Repair of the stairs", { content: { kind: "status", state: "stopped", note: "" } }),
  text(echo, 31, "Reminder: bring the pump", { mentions: [me] }),
  text(priya, 20, "Video call", { content: { kind: "call", address: "https://meet.example.org/6f1c44d0" } }),
  text(me, 8, "The flat, room by room", { content: { kind: "call", address: "https://meet.example.org/90ab13" } }),
];

/** A thousand messages, to feel the scrolling. */
export const long: readonly TimelineRow[] = Array.from({ length: 1000 }, (_, at) =>
  text(
    at % 5 < 3 ? mira : me,
    1000 * 9 - at * 9,
    `${at + 1}. ${"So it goes on, line after line. ".repeat(1 + ((at * 7) % 5))}`,
  ),
);

export const view = (timeline: readonly TimelineRow[], more: Partial<ConversationView> = {}): ConversationView => ({
  row: miraRow,
  roster: [
    { person: me, role: "member", leaving: false },
    { person: mira, role: "member", leaving: false },
  ],
  powers: { add: false, admin: false, leave: false, mustHandOver: false },
  mayAdd: 0,
  asked: [],
  timeline,
  threads: [],
  pins: [],
  stars: [],
  hasOlder: false,
  loadingOlder: false,
  firstUnreadSeq: null,
  named: [],
  typing: [],
  present: [],
  banners: [],
  phase: { kind: "ready" },
  canSend: true,
  room: null,
  retentionDays: 365,
  proposal: null,
  life: { mayClose: false, mayDelete: "together", closed: false, deleting: false, wished: false, graceDays: 7 },
  epoch: 3,
  lastSeq: 214,
  ...more,
});

const groupRow = row("4", "Reading group", [priya, amal, lucia], { kind: "study", seal: "moderated" });

export const group: Partial<ConversationView> = {
  row: groupRow,
  life: { mayClose: true, mayDelete: "alone", closed: false, deleting: false, wished: false, graceDays: 7 },
  powers: { add: true, admin: true, leave: true, mustHandOver: true },
  mayAdd: 1,
  asked: [{ person: sam, maker: mira }],
  roster: [
    { person: me, role: "admin", leaving: false },
    { person: lucia, role: "member", leaving: false },
    { person: priya, role: "member", leaving: false },
    { person: amal, role: "moderator", leaving: false },
  ],
};

const roomRow = row("7", "Campus square", [priya, amal], { kind: "room", seal: "open" });

/** An open room: the server reads along, and somebody runs it. */
export const roomView: Partial<ConversationView> = {
  row: roomRow,
  room: {
    about: "For everybody on campus: lost things, lifts, and what is on tonight.",
    members: 1284,
    capacity: 5000,
    listed: true,
    slowSeconds: 30,
    role: "member",
  },
  roster: [],
  life: { mayClose: false, mayDelete: null, closed: false, deleting: false, wished: false, graceDays: 0 },
};
