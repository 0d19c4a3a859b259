/** Owns a model of one conversation for tests: makes well-formed commits and messages and keeps the transcript in TypeScript. */
import { randomUUID } from "node:crypto";
import { type Bytes, fromBase64, toBase64, uuidToBytes } from "@/lib/base/bytes";
import { H, random } from "@/lib/crypto/primitives";
import {
  type Commit,
  type CommitFields,
  type Message,
  type MessageFields,
  type RosterEntry,
  commit,
  firstTranscript,
  message,
  nextTranscript,
  zeros,
} from "./forge";
import type { Person } from "./people";

export interface Sent {
  seq: number;
  duplicate: boolean;
  received_at: string;
}

export interface WireEvent {
  conversation: string;
  seq: number;
  kind: 1 | 2;
  epoch: number;
  received_at: string;
  hash: string;
  body: string | null;
  sig: string | null;
  ct: string | null;
  boxes: string | null;
  disclosures: string | null;
  metadata: string | null;
  tombstone: string | null;
}

/** What the model knows after each commit; messages of other writers are added by `take`. */
export interface Model {
  readonly id: string;
  readonly kind: string;
  epoch: number;
  commitHash: Bytes;
  lastSeq: number;
  transcript: Bytes;
  fields: CommitFields;
}

export const byUserId = (roster: readonly RosterEntry[]): RosterEntry[] =>
  roster.toSorted((a, b) => (a.userId < b.userId ? -1 : 1));

/** The genesis of a conversation, not sent yet. */
export function genesis(author: Person, roster: readonly RosterEntry[], change: Partial<CommitFields> = {}) {
  const conv = change.conv ?? randomUUID();
  const fields: CommitFields = {
    ...{ reason: 1, conv, epoch: 1, previous: zeros(32), seenSeq: 0, seenT: firstTranscript(conv) },
    ...{ author: author.userId, time: Date.now(), policyType: 2, policyAdd: 1, retentionDays: 365 },
    ...{ caseId: zeros(16), contextHash: zeros(32), modRoot: H("mod-root", zeros(32)) },
    ...{ roster: byUserId(roster), disclosures: null, metadata: null },
    ...change,
  };
  return { fields, ...commit(fields, author.keys.edSeed) };
}

export const commitArguments = (c: Commit) => ({
  body: toBase64(c.body),
  sig: toBase64(c.sig),
  boxes: toBase64(c.boxes),
  disclosures: c.disclosures ? toBase64(c.disclosures) : undefined,
  metadata: c.metadata ? toBase64(c.metadata) : undefined,
});

/** Creates a conversation of that kind and its model. The first person is its author, and admin unless it is direct. */
export async function begin(
  kind: string,
  people: readonly [Person, ...Person[]],
  change: Partial<CommitFields> = {},
  context?: string,
  options: { accepted: boolean } = { accepted: true },
): Promise<Model> {
  const pair = change.policyType === 1 || kind === "direct";
  const roster = people.map((p, i) => p.entry(i === 0 && !pair ? 2 : 1));
  const made = genesis(people[0], roster, { policyType: pair ? 1 : 2, policyAdd: pair ? 0 : 1, ...change });
  const { disclosures: _, ...args } = commitArguments(made);
  const answer = await people[0].call("create_conversation", { kind, ...args, context });
  if (!(answer as { created: boolean }).created) throw new Error("this conversation exists already");
  // Who knows the one who begins was not asked.
  for (const asked of options.accepted ? people.slice(1) : [])
    await asked.call("request_answer", { conversation: made.fields.conv, accept: true }).catch(() => undefined);
  const model: Model = {
    ...{ id: made.fields.conv, kind, epoch: 0, commitHash: zeros(32), lastSeq: 0 },
    ...{ transcript: firstTranscript(made.fields.conv), fields: made.fields },
  };
  adopt(model, made.fields, made);
  return model;
}

/** The next commit of a model, not sent yet. */
export function following(model: Model, author: Person, change: Partial<CommitFields>) {
  const fields: CommitFields = {
    ...model.fields,
    ...{
      reason: 5,
      epoch: model.epoch + 1,
      previous: model.commitHash,
      seenSeq: model.lastSeq,
      seenT: model.transcript,
    },
    ...{ author: author.userId, time: Date.now(), disclosures: null, metadata: null },
    ...change,
  };
  const made = commit({ ...fields, roster: byUserId(fields.roster) }, author.keys.edSeed);
  return { fields: { ...fields, roster: byUserId(fields.roster) }, ...made };
}

/** Sends the next commit and adopts it in the model. */
export async function commitNext(model: Model, author: Person, change: Partial<CommitFields> = {}): Promise<Sent> {
  const made = following(model, author, change);
  const sent = (await author.call("commit", commitArguments(made))) as Sent;
  adopt(model, made.fields, made);
  return sent;
}

function adopt(model: Model, fields: CommitFields, made: Commit): void {
  model.epoch = fields.epoch;
  model.commitHash = made.hash;
  model.fields = fields;
  take(model, 1, made.hash);
}

/** Continues the model's transcript by an event. */
export function take(model: Model, kind: 1 | 2, hash: Bytes): void {
  model.lastSeq += 1;
  model.transcript = nextTranscript(model.transcript, model.lastSeq, kind, hash);
}

/** A writer's chain: counter and predecessor of the next message. */
export interface Chain {
  readonly id: Bytes;
  counter: number;
  prev: Bytes;
}

export function newChain(model: Model): Chain {
  const id = random(16);
  return { id, counter: 0, prev: H("chain-start", uuidToBytes(model.id), id) };
}

/** The next message of a chain, not sent yet; `advance` when it is accepted. */
export function nextMessage(model: Model, sender: Person, chain: Chain, change: Partial<MessageFields> = {}): Message {
  const fields: MessageFields = {
    ...{ conv: model.id, msgId: random(16), epoch: model.epoch, commitHash: model.commitHash, sender: sender.userId },
    ...{ chain: chain.id, counter: chain.counter, prev: chain.prev },
    ...{ seenSeq: model.lastSeq, seenT: model.transcript, size: 272 },
    ...change,
  };
  return message(fields, sender.keys.edSeed);
}

/** A message that says in its header that its author leaves, not sent yet. */
export const leaveMessage = (model: Model, leaver: Person, chain: Chain = newChain(model)): Message =>
  nextMessage(model, leaver, chain, { leaves: true });

export const messageArguments = (m: Message) => ({
  hdr: toBase64(m.hdr),
  sig: toBase64(m.sig),
  ct: toBase64(m.ct),
});

export function advance(chain: Chain, m: Message): void {
  chain.counter += 1;
  chain.prev = m.hash;
}

/** Sends one message of that size and continues model and chain. */
export async function say(
  model: Model,
  sender: Person,
  chain: Chain,
  size = 272,
): Promise<Sent & { message: Message }> {
  const made = nextMessage(model, sender, chain, { size });
  const sent = (await sender.call("send", messageArguments(made))) as Sent;
  advance(chain, made);
  take(model, 2, made.hash);
  return { ...sent, message: made };
}

/** The transcript over these events, beginning after `t` at position `seq`. */
export function transcriptOver(t: Bytes, seq: number, events: readonly Pick<WireEvent, "kind" | "hash">[]): Bytes {
  return events.reduce(
    (before, event, i) => nextTranscript(before, seq + i + 1, event.kind, fromBase64(event.hash)),
    t,
  );
}
