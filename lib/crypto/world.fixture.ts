/** Owns the small world that tests of the log live in: people with keys, an honest server, and clients that read from it. */
import { type Bytes, concat, equal, utf8 } from "@/lib/base/bytes";
import type { Body } from "@/lib/protocol/body";
import {
  type Commit,
  encodeCommit,
  parseCommit,
  policyTypes,
  reasons,
  type Role,
  type Roster,
  type RosterEntry,
} from "@/lib/protocol/commit";
import { compareBytes } from "@/lib/protocol/layout";
import { buildGenesis, type BuiltCommit, type Change, type Genesis, type Signer } from "./commit-build";
import { boxesHash, commitHash, moderationRootHash } from "./commit-hash";
import { createStatement, parseStatement, type Statement, type StatementFlags } from "./identity";
import { u32 } from "./integers";
import { generateIdentityKeys, type IdentityKeys } from "./keys";
import { ConversationLog } from "./log";
import type { LogContext, LogEvent, Outcome } from "./log-contract";
import type { Sealed } from "./log-send";
import type { Moderation } from "./moderator";
import { edPublicKey, type Random, sha256, sign } from "./primitives";
import { transcriptNext, transcriptStart } from "./transcript";

export const startTime = 1_760_000_000_000;

/** Bytes that look random and are the same in every run. */
export function seeded(name: string): Random {
  let block = 0;
  return (length) => {
    const blocks = Array.from({ length: Math.ceil(length / 32) }, () => sha256(concat(utf8(name), u32(block++))));
    return concat(...blocks).slice(0, length);
  };
}

/** 16 bytes named after something. */
export const idOf = (name: string): Bytes => sha256(utf8(name)).slice(0, 16);

export class Person {
  readonly name: string;
  readonly userId: Bytes;
  readonly statements: Statement[] = [];
  readonly keys: IdentityKeys[] = [];

  constructor(name: string) {
    this.name = name;
    this.userId = idOf(name);
    this.renew(0);
  }

  /** A new generation of keys: initial, rotation or reset. */
  renew(flags: StatementFlags): Statement {
    const generation = this.statements.length + 1;
    const keys = generateIdentityKeys(seeded(`${this.name} ${generation}`));
    const before = this.statements.at(-1);
    const previous = before && { hash: before.hash, ...(flags === 1 ? { edSeed: this.keys.at(-1)!.edSeed } : {}) };
    const bytes = createStatement({
      userId: this.userId,
      generation,
      flags,
      ...(previous ? { previous } : {}),
      ...keys,
      time: startTime,
    });
    this.keys.push(keys);
    this.statements.push(parseStatement(bytes));
    return this.statement;
  }

  get statement(): Statement {
    return this.statements.at(-1)!;
  }

  get signer(): Signer {
    return { userId: this.userId, edSeed: this.keys.at(-1)!.edSeed };
  }

  /** Whoever still holds the keys of the first generation. */
  get oldSigner(): Signer {
    return { userId: this.userId, edSeed: this.keys[0]!.edSeed };
  }
}

export const root = { seed: seeded("root")(32), key: edPublicKey(seeded("root")(32)) };
export const modRoot = moderationRootHash(root.key);

/** What a client knows; change the fields to make it know less or accept more. */
export interface Knowing {
  people: readonly Person[];
  accepted: boolean;
  moderation: Moderation | undefined;
  now: number;
}

export function contextOf(person: Person, knowing: Knowing): LogContext {
  return {
    me: person.userId,
    xSecrets: person.keys.map((keys) => keys.xSecret).reverse(),
    identity: (userId, hash) => {
      const known = knowing.people.find((candidate) => equal(candidate.userId, userId));
      return known ? (known.statements.find((statement) => equal(statement.hash, hash)) ?? null) : undefined;
    },
    resetAccepted: () => knowing.accepted,
    modRoots: [sha256(utf8("another root")), modRoot],
    moderation: () => knowing.moderation,
    now: () => knowing.now,
  };
}

const empty = { body: null, sig: null, ct: null, boxes: null, disclosures: null, metadata: null, tombstone: null };

export function messageEvent(seq: number, sealed: Sealed, receivedAt = startTime + seq): LogEvent {
  return { ...empty, seq, kind: 2, receivedAt, hash: sealed.hash, body: sealed.hdr, sig: sealed.sig, ct: sealed.ct };
}

export function commitEvent(seq: number, built: BuiltCommit, receivedAt = startTime + seq): LogEvent {
  return { ...empty, ...built, seq, kind: 1, receivedAt, ct: null, tombstone: null };
}

/** A tombstone in the place of an event. */
export function tombstoneOf(event: LogEvent, tombstone: NonNullable<LogEvent["tombstone"]> = "expired"): LogEvent {
  const { seq, kind, receivedAt, hash } = event;
  return { ...empty, seq, kind, receivedAt, hash, tombstone };
}

export const textBody = (b: string, ts = startTime): Body => ({ v: 1, t: "text", ts, b });

/** One conversation: an honest server's rows, and one client per person that follows them. */
export class Conversation {
  readonly conv: Bytes;
  readonly events: LogEvent[] = [];
  readonly clients = new Map<Person, ConversationLog>();
  readonly knowing: Knowing;
  private sent = 0;
  private drawn = 0;

  constructor(
    people: readonly Person[],
    genesis: Partial<Genesis> & { conv: Bytes; roles?: readonly Role[] },
    knowing: Partial<Knowing> = {},
  ) {
    this.conv = genesis.conv;
    this.knowing = { people, accepted: false, moderation: undefined, now: startTime, ...knowing };
    const { roles, ...rest } = genesis;
    const members = people.map(({ statement }, i) => ({ statement, role: roles?.[i] ?? (1 as const) }));
    const whole = { policyType: policyTypes.direct, members, modRoot, retentionDays: 365, ...rest };
    this.add(commitEvent(1, buildGenesis(whole, people[0]!.signer, startTime, seeded("genesis"))));
    for (const person of people) this.join(person);
  }

  /** The same conversation at the same point, to go another way from here. */
  copy(): Conversation {
    const twin = Object.create(Conversation.prototype) as Conversation;
    const clients = new Map(
      [...this.clients].map(([person, log]) => [person, ConversationLog.restore(log.serialize())]),
    );
    return Object.assign(twin, this, { events: [...this.events], clients, knowing: { ...this.knowing } });
  }

  ctx(person: Person): LogContext {
    return contextOf(person, this.knowing);
  }

  log(person: Person): ConversationLog {
    return this.clients.get(person)!;
  }

  /** A client that reads from the first event. */
  join(person: Person): ConversationLog {
    this.clients.set(person, new ConversationLog(this.conv));
    this.catchUp(person);
    return this.log(person);
  }

  add(event: LogEvent): LogEvent {
    this.events.push(event);
    return event;
  }

  /** Applies everything the server has that this client has not. */
  catchUp(person: Person): Outcome[] {
    const log = this.log(person);
    const outcomes: Outcome[] = [];
    for (const event of this.events.slice(log.n)) {
      const outcome = log.apply(event, this.ctx(person));
      outcomes.push(outcome);
      if (outcome.type === "halt" || outcome.type === "need") break;
    }
    return outcomes;
  }

  seal(person: Person, body: Body = textBody(`message ${this.sent}`), msgId = idOf(`m${this.sent++}`)): Sealed {
    return this.log(person).seal({ msgId, body, source: seeded(`salt ${this.drawn++} ${person.name}`) }, person.signer);
  }

  /** Sends without anybody reading. */
  post(person: Person, body?: Body): LogEvent {
    const sealed = body ? this.seal(person, body) : this.seal(person);
    this.log(person).confirmSent(sealed.hash);
    return this.add(messageEvent(this.events.length + 1, sealed));
  }

  /** Sends, and everybody reads. Gives each reader's newest outcome. */
  say(person: Person, body?: Body): Outcome[] {
    this.post(person, body);
    return this.everybody();
  }

  commit(person: Person, change: Change): BuiltCommit {
    return this.log(person).nextCommit(change, person.signer, this.ctx(person), {
      source: seeded(`commit ${this.events.length}`),
    });
  }

  /** Commits, and everybody reads. Gives each reader's newest outcome. */
  change(person: Person, change: Change): Outcome[] {
    this.add(commitEvent(this.events.length + 1, this.commit(person, change)));
    return this.everybody();
  }

  everybody(): Outcome[] {
    return [...this.clients.keys()].flatMap((person) => this.catchUp(person).slice(-1));
  }

  /** T after an event, as an honest server keeps it. */
  transcriptAt(seq: number): Bytes {
    let transcript = transcriptStart(this.conv);
    for (const event of this.events.slice(0, seq)) {
      transcript = transcriptNext(transcript, event.seq, event.kind, event.hash);
    }
    return transcript;
  }
}

export const periodic: Change = { reason: reasons.periodic };

/** Flips one bit of a byte string. */
export function flipped(bytes: Bytes, at: number, mask = 1): Bytes {
  const copy = bytes.slice();
  copy[at] = (copy[at] ?? 0) ^ mask;
  return copy;
}

/** The type of an outcome, with its code or marks: what most tests compare. */
export function shape(outcome: Outcome | undefined): string {
  if (!outcome) return "nothing";
  if ("code" in outcome) return `${outcome.type} ${outcome.code}`;
  if ("marks" in outcome && outcome.marks.length > 0) return `${outcome.type} ${outcome.marks.join("+")}`;
  return outcome.type;
}

/** The roster entry of a person's newest statement. */
export function entryOf({ statement }: Person, role: Role = 1): RosterEntry {
  const { userId, hash, edPk, xPk } = statement;
  return { userId, role, stmtHash: hash, edPk, xPk };
}

export const rosterOf = (...entries: RosterEntry[]): Roster =>
  [...entries].sort((a, b) => compareBytes(a.userId, b.userId));

/** A commit of this content with boxes of zeros under the right hash: enough for all checks before the own box is opened. */
export function signed(commit: Commit, signer: Signer, disclosures: Bytes | null = null): BuiltCommit {
  const boxes = new Uint8Array(commit.roster.length * 85);
  const body = encodeCommit({ ...commit, boxesHash: boxesHash(boxes) });
  const sig = sign("commit-sig", body, signer.edSeed);
  return { body, sig, boxes, disclosures, metadata: null, hash: commitHash(body) };
}

/** A commit with other content, signed again; its boxes stay, so the number of members has to stay, too. */
export function forged(built: BuiltCommit, change: Partial<Commit>, signer: Signer): BuiltCommit {
  const body = encodeCommit({ ...parseCommit(built.body), ...change });
  return { ...built, body, sig: sign("commit-sig", body, signer.edSeed), hash: commitHash(body) };
}
