/** Owns the making of a message's row from what was said and what was done to it. Pure. */
import { bytesToUuid, fromBase64Url } from "@/lib/base/bytes";
import type { ContentBody } from "@/lib/protocol/body";
import { isContent } from "@/lib/protocol/body";
import { editWindowMs, maxReactions } from "@/lib/protocol/limits";
import type { Effects, Entry, Folded, Pending } from "./effects";
import type { ContentView, MessageRow, QuoteView, ReactionView, WaitingChange } from "./view-message";
import type { OwnMarks } from "./own-marks";
import type { MessageMark, PersonView, SendState } from "./view";

export interface MessageWorld {
  readonly me: string;
  readonly folded: Folded;
  readonly pending: readonly Pending[];
  readonly own: OwnMarks;
  readonly hasOlder: boolean;
  readonly person: (userId: string) => PersonView;
  readonly blocked: (userId: string) => boolean;
  readonly stateOf: (seq: number) => SendState;
}

/** What is special about this row and stands nowhere else. */
export interface RowState {
  readonly send: SendState | null;
  readonly failure: MessageRow["failure"];
  readonly marks: readonly MessageMark[];
}

export function messageRow(entry: Entry<ContentBody>, state: RowState, world: MessageWorld): MessageRow {
  const { me, folded, own, person } = world;
  const { key, seq, at, author, body, hash } = entry;
  const on = folded.of(hash);
  const mark = own.of(hash);
  const edited = on.edits.at(-1)?.body;
  const written = body.t === "text" ? body : null;
  const mentioned = edited ? edited.men : written?.men;
  return {
    ...{ key, seq, at, type: "message", author: person(author), hash, ...state },
    text: edited?.b ?? titleOf(body),
    content: contentOf(body, on, world),
    before: on.edits.length === 0 ? [] : earlierTexts(entry, on),
    quote: written?.re ? quoteOf(written.re, world) : null,
    reactions: reactionsOf(on, world),
    mentions: (mentioned ?? []).map((id) => person(bytesToUuid(fromBase64Url(id)))),
    link: written?.lk ? { address: written.lk.u, title: written.lk.ti } : null,
    forwarded: written?.fw === true,
    pinned: on.pinned !== null,
    starred: mark.starred,
    remindAt: mark.remindAt,
    editableUntil: author === me && hash && body.t === "text" ? at + editWindowMs : null,
    thread: threadOf(on, mark.threadRead, me),
    ...(world.blocked(author) ? { folded: true as const } : {}),
    waiting: hash ? waitingFor(hash, world.pending) : [],
  };
}

/** What stands for a message in one line. */
export function titleOf(body: ContentBody): string {
  switch (body.t) {
    case "text":
      return body.b;
    case "poll":
      return body.q;
    case "invite":
    case "status":
    case "call":
      return body.ti;
  }
}

function contentOf(body: ContentBody, on: Effects, { me, person }: MessageWorld): ContentView {
  switch (body.t) {
    case "text":
      return { kind: "text" };
    case "poll": {
      const votes = [...on.votes].filter(([, choice]) => choice.length > 0);
      const options = body.o.map((text, at) => {
        const people = votes.filter(([, choice]) => choice.includes(at)).map(([userId]) => person(userId));
        return { text, people, mine: on.votes.get(me)?.includes(at) ?? false };
      });
      return { kind: "poll", options, many: body.many === true, ended: on.ended, voters: votes.length };
    }
    case "invite": {
      const answers = [...on.answers].map(([userId, answer]) => ({ person: person(userId), answer }));
      const mine = on.answers.get(me) ?? null;
      const [place, note] = [body.pl ?? "", body.b ?? ""];
      return { kind: "invite", start: body.at, minutes: body.min, place, note, answers, mine };
    }
    case "call":
      return { kind: "call", address: body.u };
    case "status":
      return { kind: "status", state: body.s, note: body.b ?? "" };
  }
}

function earlierTexts(entry: Entry<ContentBody>, on: Effects): MessageRow["before"] {
  const versions = [
    { text: titleOf(entry.body), at: entry.at },
    ...on.edits.map(({ body, at }) => ({ text: body.b, at })),
  ];
  return versions.slice(0, -1);
}

/** From the reader's own copy, never from the sender's word. */
function quoteOf(hash: string, { folded, own, hasOlder, person }: MessageWorld): QuoteView {
  const target = folded.byHash.get(hash);
  if (!target) return hasOlder ? { kind: "earlier", hash } : { kind: "unavailable" };
  const on = folded.of(hash);
  if (!isContent(target.body) || on.deleted || own.of(hash).hidden) return { kind: "unavailable" };
  const text = on.edits.at(-1)?.body.b ?? titleOf(target.body);
  return { kind: "here", hash, author: person(target.author), text };
}

function reactionsOf(on: Effects, { me, person }: MessageWorld): ReactionView[] {
  return [...on.reactions]
    .filter(([, people]) => people.size > 0)
    .slice(0, maxReactions)
    .map(([emoji, people]) => ({
      emoji,
      people: [...people].map((userId) => person(userId)),
      mine: people.has(me),
    }));
}

/** Messages of a thread that this person has not read: of others, after the place read up to. */
export function threadUnread(on: Effects, readUpTo: number, me: string): number {
  return on.thread.filter(({ seq, author }) => seq !== null && seq > readUpTo && author !== me).length;
}

function threadOf(on: Effects, readUpTo: number, me: string): MessageRow["thread"] {
  if (on.thread.length === 0) return null;
  return { count: on.thread.length, unread: threadUnread(on, readUpTo, me) };
}

const changeNames: Partial<Record<Pending["body"]["t"], WaitingChange["what"]>> = {
  ...{ edit: "edit", del: "del", react: "react", vote: "vote", answer: "answer", pin: "pin", unpin: "pin" },
};

function waitingFor(hash: string, pending: readonly Pending[]): WaitingChange[] {
  return pending.flatMap(({ msgId: key, body, state, failure }) => {
    if (!("of" in body) || body.of !== hash) return [];
    return [{ key, what: changeNames[body.t] ?? "act", state, failure }];
  });
}
