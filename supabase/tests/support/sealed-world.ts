/** Owns people whose chains of keys are registered in a database, and the honest clients that follow their conversations. */
import { bytesToUuid, type Bytes, equal, toBase64 } from "@/lib/base/bytes";
import { encodeBody } from "@/lib/protocol/body";
import {
  type Commit,
  encodeCommit,
  findEntry,
  parseCommit,
  policyTypes,
  type Role,
  type RosterEntry,
} from "@/lib/protocol/commit";
import { zeroHash, zeroId } from "@/lib/protocol/layout";
import { boxesHash, commitHash, disclosuresHash, metadataHash } from "@/lib/crypto/commit-hash";
import { deriveEpochKeys, sealEpochKey } from "@/lib/crypto/epoch";
import { ConversationLog } from "@/lib/crypto/log";
import type { LogEvent, Outcome } from "@/lib/crypto/log-contract";
import { chainStart, sealMessage } from "@/lib/crypto/message";
import { random, sign } from "@/lib/crypto/primitives";
import { transcriptNext, transcriptStart } from "@/lib/crypto/transcript";
import { contextOf, type Knowing, modRoot, type Person, rosterOf, tombstoneOf } from "@/lib/crypto/world.fixture";
import type { Actor, Database, FunctionName } from "./database";
import { slot } from "./forge";
import { registration } from "./people";
import type { Sent } from "./conversation";

/** Registers a person's whole chain: the first statement, then every rotation and reset as it came. */
export async function enrol(db: Database, person: Person): Promise<void> {
  const userId = bytesToUuid(person.userId);
  await db.query("insert into auth.users (id, email) values ($1, $2)", [userId, `${person.name}@example.com`]);
  const sessionId = bytesToUuid(random(16));
  await db.query("insert into auth.sessions (id, user_id, created_at) values ($1, $2, now())", [sessionId, userId]);
  const actor: Actor = { role: "authenticated", userId, sessionId };
  let amk = 1;
  for (const [i, statement] of person.statements.entries()) {
    const body = { statement: toBase64(statement.bytes) };
    const versions = { expected_bundle_version: i };
    if (statement.flags === 0) {
      await db.call(actor, "register_account", { ...registration(userId, person.name), ...body });
    } else if (statement.flags === 1) {
      await db.call(actor, "identity_rotate", { ...body, ...versions, bundle: toBase64(random(148)) });
    } else {
      const slots = [toBase64(slot(userId, 1, random(16), ++amk))];
      const blobs = { bundle: toBase64(random(148)), store: toBase64(random(200)), expected_store_version: amk - 1 };
      await db.call(actor, "start_over", { ...body, ...versions, ...blobs, slots });
    }
  }
}

/** The roster entry of a person at one generation. */
export function entryAt(person: Person, generation: number, role: Role): RosterEntry {
  const statement = person.statements[generation % person.statements.length]!;
  return { userId: person.userId, role, stmtHash: statement.hash, edPk: statement.edPk, xPk: statement.xPk };
}

/** The key pair of a person behind a roster entry. */
export function keysOf(person: Person, entry: RosterEntry) {
  return person.keys[person.statements.findIndex(({ hash }) => equal(hash, entry.stmtHash))]!;
}

export interface Parts {
  readonly body: Bytes;
  readonly sig: Bytes;
  readonly boxes: Bytes;
  readonly disclosures: Bytes | null;
  readonly metadata: Bytes | null;
}

/** Signs a commit and seals a new key to everybody in it; hashes of what travels beside are put in. Keeps the key. */
export function signCommit(
  fields: Commit,
  seed: Bytes,
  beside: { readonly disclosures?: Bytes; readonly metadata?: Bytes; readonly garbled?: boolean } = {},
): Parts & { readonly key: Bytes } {
  const key = random(32);
  const seal = (entry: RosterEntry) => (beside.garbled ? garbled() : sealEpochKey(fields, entry, key));
  const boxes = new Uint8Array(fields.roster.flatMap((entry) => [...seal(entry)]));
  const body = encodeCommit({
    ...fields,
    keyCommitment: deriveEpochKeys(key, fields.conv, fields.epoch).commitment,
    boxesHash: boxesHash(boxes),
    disclosuresHash: beside.disclosures ? disclosuresHash(beside.disclosures) : zeroHash,
    metaHash: beside.metadata ? metadataHash(beside.metadata) : zeroHash,
  });
  const { disclosures = null, metadata = null } = beside;
  return { body, sig: sign("commit-sig", body, seed), boxes, disclosures, metadata, key };
}

function garbled(): Bytes {
  const box = random(85);
  box.set([0x45, 0x42, 0x30, 0x31, 1]);
  return box;
}

/** A message: what its header says and what its sealed body says are two things. */
export interface Post {
  readonly flagged: boolean;
  readonly says: "leave" | "text";
  readonly garbled: boolean;
  readonly seed: Bytes;
}

/** A conversation in the database, with one honest client per person who was ever in it. */
export class WatchedConversation {
  readonly conv = random(16);
  readonly events: LogEvent[] = [];
  readonly clients = new Map<Person, ConversationLog>();
  readonly keys = new Map<number, Bytes>();
  private readonly db: Database;
  private readonly knowing: Knowing;

  constructor(db: Database, people: readonly Person[]) {
    this.db = db;
    this.knowing = { people, accepted: true, moderation: undefined, now: Date.now() };
  }

  call(person: Person, name: FunctionName, args: Readonly<Record<string, unknown>>): Promise<unknown> {
    return this.db.call({ role: "authenticated", userId: bytesToUuid(person.userId) }, name, args);
  }

  async begin(kind: string, members: readonly { person: Person; entry: RosterEntry }[], add: 0 | 1 | 2): Promise<void> {
    const author = members[0]!;
    const type = kind === "direct" ? policyTypes.direct : policyTypes.group;
    const genesis: Commit = {
      ...{ reason: 1, conv: this.conv, epoch: 1, previousHash: zeroHash, seenSeq: 0, time: Date.now() },
      ...{ seenTranscript: transcriptStart(this.conv), author: author.person.userId, caseId: zeroId, modRoot },
      policy: { type, add, retentionDays: 365 },
      roster: rosterOf(...members.map(({ entry }) => entry)),
      ...{ contextHash: zeroHash, keyCommitment: zeroHash, boxesHash: zeroHash },
      ...{ disclosuresHash: zeroHash, metaHash: zeroHash },
    };
    const made = signCommit(genesis, keysOf(author.person, author.entry).edSeed);
    const { disclosures: _, ...args } = wire(made);
    const answer = await this.call(author.person, "create_conversation", { kind, ...args });
    if (!(answer as { created?: boolean } | null)?.created) throw new Error("the beginning was not taken");
    this.keys.set(1, made.key);
    this.take(commitEvent(1, made));
  }

  /** Sends a commit. Its outcome at every member's client if the database has taken it, else the code or null. */
  async commit(author: Person, made: Parts & { readonly key: Bytes }): Promise<string | null | Outcome[]> {
    let sent: Sent | null;
    try {
      sent = (await this.call(author, "commit", wire(made))) as Sent | null;
    } catch (error) {
      return (error as Error).message;
    }
    if (!sent) return null;
    this.keys.set(this.log.epoch + 1, made.key);
    return this.take(commitEvent(sent.seq, made));
  }

  /** Puts a message into the log by one of the two ways; as `commit`. */
  async post(author: Person, via: "send" | "leave", m: Post): Promise<string | null | Outcome[]> {
    const { log, conv } = this;
    const chainId = random(16);
    const sealed = sealMessage(
      {
        ...{ conv, msgId: random(16), epoch: log.epoch, commitHash: log.commitHash!, sender: author.userId },
        ...{ chainId, counter: 0, previous: chainStart(conv, chainId), seenSeq: log.n, seenTranscript: log.transcript },
        ...(m.flagged ? { leaves: true } : {}),
      },
      m.garbled ? random(32) : deriveEpochKeys(this.keys.get(log.epoch)!, conv, log.epoch).msg,
      encodeBody({ v: 1, ts: Date.now(), ...(m.says === "leave" ? { t: "leave" } : { t: "text", b: "hello" }) }),
      m.seed,
    );
    const { hdr, sig, ct, hash } = sealed;
    let sent: Sent | null;
    try {
      const args = { hdr: toBase64(hdr), sig: toBase64(sig), ct: toBase64(ct) };
      sent = (await this.call(author, via, args)) as Sent | null;
    } catch (error) {
      return (error as Error).message;
    }
    return sent && this.take({ ...nothing, seq: sent.seq, kind: 2, receivedAt: Date.now(), hash, body: hdr, sig, ct });
  }

  /** Everybody who is, or was, in it takes an event in; the outcomes of those who were members before it or are now. */
  take(event: LogEvent): Outcome[] {
    this.events.push(event);
    this.knowing.now = Date.now();
    const outcomes: Outcome[] = [];
    for (const person of this.knowing.people) {
      const log = this.clients.get(person);
      if (log) {
        const member = log.state !== "ended";
        const outcome = log.apply(event, this.context(person));
        if (member) outcomes.push(outcome);
      }
    }
    const roster = event.kind === 1 && event.body ? parseCommit(event.body).roster : [];
    for (const person of this.knowing.people) {
      if (this.clients.has(person) || !findEntry(roster, person.userId)) continue;
      const log = this.coldStart(person, this.events.length);
      if (log instanceof ConversationLog) this.clients.set(person, log);
      else outcomes.push(log);
    }
    return outcomes;
  }

  /** A new client of this person that starts from all commits and reads the events after `anchor`; or what stopped it. */
  coldStart(person: Person, anchor: number): ConversationLog | Outcome {
    const log = new ConversationLog(this.conv);
    const commits = this.events.filter(({ kind, seq }) => kind === 1 && seq <= anchor);
    const [problem] = log.start(commits, { seq: anchor, transcript: this.transcriptAt(anchor) }, this.context(person));
    if (problem) return problem;
    for (const event of this.events.slice(anchor)) {
      const outcome = log.apply(event, this.context(person));
      if (outcome.type === "halt" || outcome.type === "need") return outcome;
    }
    return log;
  }

  /** An event became a tombstone, as every client that comes later is told. */
  bury(seq: number): void {
    const event = this.events[seq - 1];
    if (event) this.events[seq - 1] = tombstoneOf(event, "author");
  }

  transcriptAt(seq: number): Bytes {
    let t = transcriptStart(this.conv);
    for (const e of this.events.slice(0, seq)) t = transcriptNext(t, e.seq, e.kind, e.hash);
    return t;
  }

  /** Of somebody who is in it. */
  get log(): ConversationLog {
    return [...this.clients.values()].find(({ state }) => state !== "ended")!;
  }

  private context(person: Person) {
    return { ...contextOf(person, this.knowing), transcriptAt: (seq: number) => this.transcriptAt(seq) };
  }
}

const wire = ({ body, sig, boxes, disclosures, metadata }: Parts) => ({
  ...{ body: toBase64(body), sig: toBase64(sig), boxes: toBase64(boxes) },
  disclosures: disclosures ? toBase64(disclosures) : undefined,
  metadata: metadata ? toBase64(metadata) : undefined,
});

const nothing = { body: null, sig: null, ct: null, boxes: null, disclosures: null, metadata: null, tombstone: null };

function commitEvent(seq: number, made: Parts): LogEvent {
  const { body, sig, boxes, disclosures, metadata } = made;
  const parts = { body, sig, boxes, disclosures, metadata, hash: commitHash(body) };
  return { ...nothing, ...parts, seq, kind: 1, receivedAt: Date.now() };
}
