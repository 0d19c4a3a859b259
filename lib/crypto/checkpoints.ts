/** Owns the checkpoints of the synced store: how far this person's logs have got, held against what a server serves elsewhere. */
import { type Bytes, toBase64, uuidToBytes } from "@/lib/base/bytes";
import type { ConversationLog } from "./log";
import type { Anchor } from "./log-contract";
import type { EventHash } from "./log-history";
import type { Alarm } from "./log-rows";
import { transcriptNext, transcriptStart } from "./transcript";
import type { Vault } from "./vault";

/** Events after which a checkpoint is moved on. */
const every = 200;

/** The server shows this device another history than it has shown the person before. */
const forked: Alarm = { code: "E_FORK", userId: null };

/** Event hashes as they are served: kind (1 byte) and hash (32) of each. */
export function unpackHashes(bytes: Bytes): EventHash[] {
  return Array.from({ length: Math.floor(bytes.length / 33) }, (_, i) => ({
    kind: bytes[33 * i] === 1 ? 1 : 2,
    hash: bytes.slice(33 * i + 1, 33 * (i + 1)),
  }));
}

export class Checkpoints {
  private readonly vault: Vault;
  /** How far the event hashes of a conversation have been followed from its first event on. */
  private readonly followed = new Map<string, { seq: number; transcript: Bytes }>();

  constructor(vault: Vault) {
    this.vault = vault;
  }

  /** False if this log began with another first commit than the one this person has verified. */
  sameGenesis(conversation: string, log: ConversationLog): boolean {
    const pin = this.vault.store.conversations[conversation];
    return !pin || !log.genesisHash || pin.genesis === toBase64(log.genesisHash);
  }

  /** Compares a transcript value, base64, with the checkpoint at its place. */
  compare(conversation: string, seq: number, transcript: string): Alarm[] {
    const pin = this.vault.store.conversations[conversation];
    return pin && pin.n === seq && pin.t !== transcript ? [forked] : [];
  }

  /** A log just fetched from its end must reach as far as this person has been, unless it is halted on the way. */
  started(conversation: string, log: ConversationLog, anchor: Anchor): Alarm[] {
    const pin = this.vault.store.conversations[conversation];
    if (pin && log.state === "active" && log.n < pin.n) return [forked];
    return this.compare(conversation, anchor.seq, toBase64(anchor.transcript));
  }

  /** Follows event hashes, the first of which comes after `from`, to the checkpoint. */
  follow(conversation: string, from: number, hashes: readonly EventHash[]): Alarm[] {
    const goal = this.vault.store.conversations[conversation]?.n ?? 0;
    const start = { seq: 0, transcript: transcriptStart(uuidToBytes(conversation)) };
    let { seq, transcript } = from === 0 ? start : (this.followed.get(conversation) ?? start);
    if (seq !== from || from >= goal) return [];
    for (const { kind, hash } of hashes) {
      if (seq === goal) break;
      transcript = transcriptNext(transcript, ++seq, kind, hash);
    }
    this.followed.set(conversation, { seq, transcript });
    return this.compare(conversation, seq, toBase64(transcript));
  }

  /** Brings what a log knows into the store: its first commit at once, its position only once all before it is proven. */
  keep(conversation: string, log: ConversationLog): void {
    if (!log.genesisHash || log.state === "halted") return;
    const pin = this.vault.store.conversations[conversation];
    const proven = log.verifyHistory([]).done;
    if (pin && (!proven || (pin.n > 0 && log.n - pin.n < every))) return;
    const genesis = pin?.genesis ?? toBase64(log.genesisHash);
    const place = proven
      ? { n: log.n, t: toBase64(log.transcript) }
      : { n: 0, t: toBase64(transcriptStart(uuidToBytes(conversation))) };
    const conversations = { ...this.vault.store.conversations, [conversation]: { genesis, ...place } };
    this.vault.updateStore((store) => ({ ...store, conversations }));
  }
}
