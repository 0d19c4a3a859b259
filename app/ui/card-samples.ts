/** Owns samples of everything a message can be or carry besides its text: answers, edits, reactions, polls, invitations. */
import type { TimelineRow } from "@/lib/chat/view";
import { amal, lucia, me, minutesAgo, now, priya, text } from "./samples";

const day = 86_400_000;

export const cards: readonly TimelineRow[] = [
  text(lucia, 240, "Where shall we meet this week?", { hash: "a", pinned: true, thread: { count: 4, unread: 2 } }),
  text(me, 236, "The library has a free room on the second floor.", {
    hash: "b",
    quote: { kind: "here", hash: "a", author: lucia, text: "Where shall we meet this week?" },
    reactions: [
      { emoji: "👍", people: [lucia, priya], mine: false },
      { emoji: "🎉", people: [me], mine: true },
    ],
    before: [{ text: "The library has a free room.", at: minutesAgo(237) }],
  }),
  text(priya, 230, "Chapter four or five?", {
    hash: "c",
    content: {
      kind: "poll",
      many: false,
      ended: false,
      voters: 3,
      options: [
        { text: "Chapter four", people: [me, lucia], mine: true },
        { text: "Chapter five", people: [amal], mine: false },
        { text: "Both, and everybody prepares one of them so that nobody reads everything", people: [], mine: false },
      ],
    },
  }),
  text(me, 200, "Who brings what?", {
    hash: "d",
    content: {
      kind: "poll",
      many: true,
      ended: true,
      voters: 4,
      options: [
        { text: "Tea", people: [lucia, priya, amal], mine: false },
        { text: "Cake", people: [me], mine: true },
      ],
    },
  }),
  text(lucia, 180, "Chapter four, read aloud", {
    hash: "e",
    starred: true,
    content: {
      kind: "invite",
      start: now + 2 * day,
      minutes: 90,
      place: "Library, room 214",
      note: "Bring the green edition.",
      answers: [
        { person: me, answer: "yes" },
        { person: priya, answer: "maybe" },
      ],
      mine: "yes",
    },
  }),
  text(me, 120, "Room 214", { hash: "f", content: { kind: "status", state: "going", note: "Booked until six." } }),
  text(amal, 90, "The scan of the first pages, for those who have no book yet.", {
    hash: "g",
    forwarded: true,
    link: { address: "https://library.example/scans/214", title: "Scans of the green edition" },
  }),
  text(priya, 60, "@Jonas Weber could you bring the **long** cable? And `HDMI` if you have it.", {
    hash: "h",
    mentions: [me],
    remindAt: now + day,
  }),
  text(me, 30, "Both are packed.", { hash: "i", quote: { kind: "unavailable" } }),
];
