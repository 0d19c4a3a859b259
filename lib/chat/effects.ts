/** Owns what messages do to earlier ones: edits, deletions, reactions, pins, votes, answers, threads. A pure fold in the order of the log. */
import type { ErrorCode } from "@/lib/base/errors";
import type { LogRow } from "@/lib/crypto/engine-api";
import { type Body, type ContentBody, isContent } from "@/lib/protocol/body";
import { mayChange } from "@/lib/protocol/body-rules";
import { isEmoji } from "@/lib/protocol/emoji";

/** A message of ours that is not in the log yet. */
export interface Pending {
  readonly msgId: string;
  readonly body: Body;
  /** ms since 1970 */
  readonly createdAt: number;
  readonly state: "queued" | "sending" | "failed";
  readonly failure: ErrorCode | null;
}

/** Something said: in the log, or waiting to go there. */
export interface Entry<B extends Body = Body> {
  readonly key: string;
  /** Place in the log; null while it waits. */
  readonly seq: number | null;
  readonly at: number;
  /** User id. */
  readonly author: string;
  readonly body: B;
  /** base64url, as bodies name it; null while it waits. */
  readonly hash: string | null;
}

export interface Effects {
  /** Texts that took the place of the first, in order. */
  readonly edits: Entry<Body & { t: "edit" }>[];
  deleted: Entry | null;
  /** Emoji → who reacted so, in order. */
  readonly reactions: Map<string, Set<string>>;
  pinned: Entry | null;
  /** Person → places of the chosen answers. */
  readonly votes: Map<string, readonly number[]>;
  ended: boolean;
  readonly answers: Map<string, "yes" | "maybe" | "no">;
  /** Messages of the thread that begins here. */
  readonly thread: Entry<ContentBody>[];
}

export interface Folded {
  /** Everything said, by its hash. */
  readonly byHash: ReadonlyMap<string, Entry>;
  of(hash: string | null): Effects;
  /** What was done to messages whose author was somebody else, or too late: ignored, and told. Keys of the entries. */
  readonly void: ReadonlySet<string>;
  /** Deletions, whether they count or not: hash → who signed them. */
  readonly claimed: ReadonlyMap<string, ReadonlySet<string>>;
  /** First messages of threads, by hash. */
  readonly threads: readonly string[];
  /** Hashes of pinned messages, loaded or not. */
  readonly pins: readonly string[];
}

/** A hash of the log (base64) as bodies write it. */
export function hashName(base64: string): string {
  return base64.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

type SaidRow = LogRow & { type: "message" };

/** Rows do not change, and each is asked for again with every message that comes. */
const entries = new WeakMap<SaidRow, Entry>();

/** A row of the log as something said. */
export function entryOf(row: SaidRow): Entry {
  const known = entries.get(row);
  if (known) return known;
  const { msgId: key, seq, at, author, body } = row;
  const entry = { key, seq, at, author, body, hash: hashName(row.hash) };
  entries.set(row, entry);
  return entry;
}

/** Rows and waiting messages as entries, in the order of the log; what waits comes last. */
export function entriesOf(rows: readonly LogRow[], pending: readonly Pending[], me: string): Entry[] {
  const logged = rows.flatMap((row) => (row.type === "message" ? [entryOf(row)] : []));
  const waiting = pending
    .filter(({ state }) => state !== "failed")
    .map(({ msgId: key, createdAt: at, body }): Entry => {
      return { key, seq: null, at, author: me, body, hash: null };
    });
  return [...logged, ...waiting];
}

const none = (): Effects => {
  return {
    ...{ edits: [], deleted: null, reactions: new Map(), pinned: null, votes: new Map() },
    ...{ ended: false, answers: new Map(), thread: [] },
  };
};

/** Everything that was said, with what it did. Something done to a message that is not loaded waits for it. */
export function fold(entries: readonly Entry[]): Folded {
  const byHash = new Map<string, Entry>();
  const effects = new Map<string, Effects>();
  const ignored = new Set<string>();
  const claimed = new Map<string, Set<string>>();
  const threads = new Set<string>();
  const effectsOn = (hash: string) => {
    const known = effects.get(hash) ?? none();
    effects.set(hash, known);
    return known;
  };
  for (const entry of entries) {
    if (entry.hash) byHash.set(entry.hash, entry);
    const { body, author } = entry;
    if (body.t === "text" && body.th) {
      threads.add(body.th);
      effectsOn(body.th).thread.push({ ...entry, body });
    }
    if (!("of" in body)) continue;
    if (body.t === "del") {
      for (const hash of [body.of, ...(body.ed ?? [])]) claimed.set(hash, (claimed.get(hash) ?? new Set()).add(author));
    }
    const target = byHash.get(body.of);
    if (!target) {
      if (body.t === "pin" || body.t === "unpin") effectsOn(body.of).pinned = body.t === "pin" ? entry : null;
    } else if (mayChange(body, entry, target)) {
      apply({ ...entry, body }, target, effectsOn);
    } else {
      ignored.add(entry.key);
    }
  }
  const nothing = none();
  const of = (hash: string | null) => effects.get(hash ?? "") ?? nothing;
  const pins = [...effects.keys()].filter((hash) => of(hash).pinned && !of(hash).deleted);
  return { byHash, of, void: ignored, claimed, threads: [...threads], pins };
}

type ChangeBody = Extract<Body, { of: string }>;

function apply(change: Entry<ChangeBody>, target: Entry, effectsOn: (hash: string) => Effects): void {
  const { body, author } = change;
  const on = effectsOn(body.of);
  switch (body.t) {
    case "edit":
      if (target.body.t === "text") on.edits.push({ ...change, body });
      return;
    case "del":
      // Taking a reaction back is a deletion of it.
      if (target.body.t === "react") effectsOn(target.body.of).reactions.get(target.body.e)?.delete(author);
      else if (isContent(target.body)) on.deleted ??= change;
      return;
    case "react":
      if (isContent(target.body) && isEmoji(body.e)) {
        const people = on.reactions.get(body.e) ?? new Set();
        on.reactions.set(body.e, people.add(author));
      }
      return;
    case "pin":
    case "unpin":
      if (isContent(target.body)) on.pinned = body.t === "pin" ? change : null;
      return;
    case "vote":
      if (target.body.t === "poll" && !on.ended && isChoice(body.c, target.body)) on.votes.set(author, body.c);
      return;
    case "poll-end":
      on.ended = true;
      return;
    case "answer":
      if (target.body.t === "invite" && author !== target.author) on.answers.set(author, body.a);
  }
}

function isChoice(choice: readonly number[], poll: Body & { t: "poll" }): boolean {
  return choice.every((at) => at < poll.o.length) && (poll.many === true || choice.length <= 1);
}
