/** Owns the logs of all conversations in the worker: feeds them, seals with them, and seals what this device keeps of them. */
import { type Bytes, bytesToUuid, equal, fromBase64, fromHex, toBase64, uuidToBytes } from "@/lib/base/bytes";
import { CodedError, codeOf } from "@/lib/base/errors";
import type { Body } from "@/lib/protocol/body";
import { reasons } from "@/lib/protocol/commit";
import type { DecodedEvent } from "@/lib/protocol/wire";
import { beginning } from "./beginning";
import { Checkpoints, unpackHashes } from "./checkpoints";
import { buildGenesis, type Change, type Signer } from "./commit-build";
import type {
  CheckedPointer,
  CheckedPointers,
  Engine,
  Envelope,
  LogRow,
  LogView,
  Need,
  Progress,
  SealedCommit,
  HistoryProgress,
} from "./engine-api";
import type { Wish } from "./membership-api";
import type { Identities } from "./identities";
import { ConversationLog } from "./log";
import type { Anchor, LogContext, Outcome } from "./log-contract";
import type { OpenedLater } from "./later-api";
import { type Alarm, alarmsOf, contextOf, needOf, rowOf, wireCommit, wireMessage } from "./log-rows";
import { viewOf } from "./log-view";
import { isWhole, messageClaims, pointerClaims } from "./log-claims";
import { isSound, proveAhead } from "./native-verify";
import { sealRows } from "./row-cache";
import type { Vault } from "./vault";
import { grant } from "./wishes";

export class Logs {
  private readonly vault: Vault;
  private readonly identities: Identities;
  private readonly modRoots: readonly Bytes[];
  private readonly now: () => number;
  private readonly checkpoints: Checkpoints;
  private readonly byId = new Map<string, ConversationLog>();
  /** The message last sealed in each conversation. */
  private readonly inFlight = new Map<string, string>();
  /** Users whose chains a conversation waits for, and whether they have come since: a hash not in them then does not exist. */
  private readonly wanted = new Map<string, Map<string, boolean>>();

  constructor(vault: Vault, identities: Identities, modRoots: readonly string[], now: () => number) {
    this.vault = vault;
    this.identities = identities;
    this.checkpoints = new Checkpoints(vault);
    this.modRoots = modRoots.map((text) => fromHex(text));
    this.now = now;
  }

  /** Whether a sealed log was verified under this id, here or on another device. */
  knows(conversation: string): boolean {
    return this.byId.has(conversation) || this.vault.store.conversations[conversation] !== undefined;
  }

  load(conversation: string, snapshot: Uint8Array, context: string | null): LogView | null {
    try {
      const log = ConversationLog.restore(this.vault.openRecord(`log/${conversation}`, snapshot));
      // About something else, or begun otherwise, than this person has seen: a cold start finds out which one is wrong.
      const sameContext = !log.contextHash || equal(log.contextHash, contextOf(context));
      if (!sameContext || !this.checkpoints.sameGenesis(conversation, log)) return null;
      this.byId.set(conversation, log);
      return this.view(log);
    } catch (thrown) {
      // Another version's snapshot or a damaged one: everything in it can be had from the server again.
      if (codeOf(thrown) === "E_UNEXPECTED") throw thrown;
      return null;
    }
  }

  snapshot(conversation: string): { n: number; sealed: Bytes } {
    const log = this.log(conversation);
    return { n: log.n, sealed: this.vault.sealRecord(`log/${conversation}`, log.serialize()) };
  }

  start(input: Parameters<Engine["start"]>[0]): Progress {
    const { conversation, context, commits, anchor, events } = input;
    const pin = this.vault.store.conversations[conversation];
    const pins = { ...(pin && { genesisHash: fromBase64(pin.genesis) }), contextHash: contextOf(context) };
    const log = new ConversationLog(uuidToBytes(conversation), pins);
    const [obstacle] = log.start(commits, anchor, this.context(conversation));
    this.byId.set(conversation, log);
    if (obstacle) return this.progress(conversation, log, [obstacle]);
    const progress = this.apply(conversation, events);
    return { ...progress, alarms: [...progress.alarms, ...this.checkpoints.started(conversation, log, anchor)] };
  }

  /** See Engine.genuine. Signed and whole; everything else is for the log to judge. */
  async genuine(conversation: string, event: DecodedEvent): Promise<boolean> {
    const log = this.byId.get(conversation);
    const claims = log ? messageClaims(log, [event]) : [];
    await proveAhead(claims);
    return claims.length === 1 && claims.every(isSound) && isWhole(event);
  }

  /** Lets the platform check signatures before the log does. */
  async prove(conversation: string, events: readonly DecodedEvent[], pointers: readonly string[] = []): Promise<void> {
    const log = this.byId.get(conversation);
    if (log) await proveAhead([...messageClaims(log, events), ...pointerClaims(log, pointers)]);
  }

  apply(
    conversation: string,
    events: readonly DecodedEvent[],
    transcripts: Readonly<Record<number, string>> = {},
  ): Progress {
    const log = this.log(conversation);
    const outcomes: Outcome[] = [];
    for (const event of events) {
      if (event.seq <= log.n) continue;
      const outcome = log.apply(event, this.context(conversation, transcripts));
      outcomes.push(outcome);
      if (outcome.type === "need" || outcome.type === "halt") break;
    }
    return this.progress(conversation, log, outcomes);
  }

  page(conversation: string, events: readonly DecodedEvent[], anchor: Anchor): Progress {
    const log = this.log(conversation);
    return this.progress(conversation, log, log.openPage(events, anchor));
  }

  /** Takes packed event hashes (kind, 32 bytes; each) towards the proof of a cold start. */
  verifyHistory(conversation: string, packed: string): HistoryProgress {
    const hashes = unpackHashes(fromBase64(packed));
    const log = this.log(conversation);
    const before = log.verifyHistory([]).seq;
    const { seq, done, forkWith } = log.verifyHistory(hashes);
    const ours = this.checkpoints.follow(conversation, before, hashes.slice(0, seq - before));
    const theirs = forkWith.map((userId): Alarm => ({ code: "E_FORK", userId: bytesToUuid(userId) }));
    return { seq, done, alarms: [...ours, ...theirs] };
  }

  genesis(input: Parameters<Engine["genesis"]>[0]): SealedCommit {
    // What this person has seen begin does not begin a second time.
    if (this.vault.store.conversations[input.conversation]) throw new CodedError("E_IMMUTABLE", "genesis");
    const [modRoot] = this.modRoots;
    if (!modRoot) throw new CodedError("E_UNEXPECTED", "no moderation root");
    const genesis = beginning(input, this.vault.userId, modRoot, (userId) => this.identities.latest(userId));
    return wireCommit(buildGenesis(genesis, this.signer(), this.now()));
  }

  commit(conversation: string, reason: number): SealedCommit {
    const log = this.log(conversation);
    return wireCommit(log.nextCommit(this.due(log, reason), this.signer(), this.context(conversation)));
  }

  change(conversation: string, wish: Wish): SealedCommit | null {
    const log = this.log(conversation);
    const { roster, policy, lifetime, metadata, leaving } = log;
    if (!policy || !lifetime) throw new CodedError("E_NOT_MEMBER");
    const now = { roster, policy, lifetime, metadata, leaving, me: this.vault.userBytes };
    const granted = grant(wish, now, (userId) => this.identities.latest(userId));
    if (!granted) return null;
    const { change, ...options } = granted;
    return wireCommit(log.nextCommit(change, this.signer(), this.context(conversation), options));
  }

  /** Whether this person is, or ever was, in the conversation. */
  hasHeld(conversation: string, userId: string): boolean {
    return this.log(conversation).hasHeld(uuidToBytes(userId));
  }

  seal(conversation: string, msgId: string, body: Body): Envelope {
    const log = this.log(conversation);
    // Messages of a conversation go out one after the other: asking for the next one means that the last is settled.
    const last = this.inFlight.get(conversation);
    if (last !== undefined && last !== msgId) log.abandon(uuidToBytes(last));
    this.inFlight.set(conversation, msgId);
    return wireMessage(log.seal({ msgId: uuidToBytes(msgId), body }, this.signer()));
  }

  sealLater(conversation: string, msgId: string, body: Body): Envelope {
    return wireMessage(this.log(conversation).sealAlone({ msgId: uuidToBytes(msgId), body }, this.signer()));
  }

  openLater(conversation: string, { hdr, sig, ct }: Pick<Envelope, "hdr" | "sig" | "ct">): OpenedLater {
    const envelope = { hdr: fromBase64(hdr), sig: fromBase64(sig), ct: fromBase64(ct) };
    const { msgId, epoch, body } = this.log(conversation).openOwn(envelope, this.vault.userBytes);
    return { msgId: bytesToUuid(msgId), epoch, body };
  }

  unseal(conversation: string, msgId: string): void {
    this.byId.get(conversation)?.abandon(uuidToBytes(msgId));
  }

  pointer(conversation: string, kind: "read" | "view", seq: number): string {
    return toBase64(this.log(conversation).pointer(kind, seq, this.signer(), this.context(conversation)));
  }

  pointers(conversation: string, pointers: readonly string[]): CheckedPointers {
    const log = this.log(conversation);
    const checked: CheckedPointer[] = [];
    const later: string[] = [];
    const alarms: Alarm[] = [];
    for (const text of pointers) {
      const bytes = fromBase64(text);
      try {
        const pointer = log.checkPointer(bytes, this.context(conversation));
        if (pointer.type === "need") {
          later.push(text);
          continue;
        }
        const { userId, kind, seq, time } = pointer;
        checked.push({ userId: bytesToUuid(userId), kind, seq, time });
      } catch (thrown) {
        if (codeOf(thrown) === "E_UNEXPECTED") throw thrown;
        // Genuinely signed, and about another history than ours: somebody is being shown a fork.
        if (codeOf(thrown) === "E_FORK") alarms.push({ code: "E_FORK", userId: bytesToUuid(bytes.subarray(24, 40)) });
      }
    }
    return { checked, alarms, later };
  }

  /** Brings what the logs know into the store's checkpoints. A first genesis pins itself. */
  checkpoint(): void {
    for (const [id, log] of this.byId) this.checkpoints.keep(id, log);
  }

  /** The chains of these users have just been fetched. */
  noteAsked(userIds: readonly string[]): void {
    for (const users of this.wanted.values()) {
      for (const userId of userIds) if (users.has(userId)) users.set(userId, true);
    }
  }

  private log(conversation: string): ConversationLog {
    const log = this.byId.get(conversation);
    if (!log) throw new CodedError("E_UNEXPECTED", "log not open");
    return log;
  }

  private signer(): Signer {
    return { userId: this.vault.userBytes, edSeed: this.vault.current.edSeed };
  }

  private context(conversation: string, transcripts: Readonly<Record<number, string>> = {}): LogContext {
    return {
      me: this.vault.userBytes,
      xSecrets: this.vault.xSecrets,
      modRoots: this.modRoots,
      now: this.now,
      identity: (userId, hash) => {
        const id = bytesToUuid(userId);
        return this.identities.find(id, hash) ?? (this.wanted.get(conversation)?.get(id) ? null : undefined);
      },
      resetAccepted: (userId, hash) => this.identities.find(bytesToUuid(userId), hash) !== undefined,
      transcriptAt: (seq) => {
        const text = transcripts[seq];
        return text === undefined ? undefined : fromBase64(text);
      },
    };
  }

  /** What a commit for this reason changes; keys that moved on are taken in whatever the reason. */
  private due(log: ConversationLog, reason: number): Change {
    if (reason === reasons.leave) return { reason: reasons.leave };
    const statements = this.identities.changedSince(log.roster);
    return statements.length > 0 ? { reason: reasons.key, statements } : { reason: reasons.periodic };
  }

  private progress(conversation: string, log: ConversationLog, outcomes: readonly Outcome[]): Progress {
    const rows: LogRow[] = [];
    const alarms: Alarm[] = [];
    let need: Need | null = null;
    for (const outcome of outcomes) {
      if (outcome.type === "need") need = needOf(outcome);
      else if (outcome.type !== "halt") rows.push(rowOf(outcome));
      alarms.push(...alarmsOf(outcome));
    }
    for (const { seq, transcript } of rows) alarms.push(...this.checkpoints.compare(conversation, seq, transcript));
    if (outcomes.length > 0) this.wanted.delete(conversation);
    if (need?.what === "identities")
      this.wanted.set(conversation, new Map(need.users.map((userId) => [userId, false])));
    return { rows, sealedRows: sealRows(this.vault, conversation, rows), view: this.view(log), need, alarms };
  }

  private view(log: ConversationLog): LogView {
    return viewOf(log, this.vault, this.identities, this.now());
  }
}
