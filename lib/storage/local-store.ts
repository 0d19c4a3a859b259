/** Owns the contract of this browser's store: what is kept per person, and which writes happen together. */
import type { Bytes } from "@/lib/base/bytes";
import type { KeptStore } from "./kept-account";

/** This browser as a remembered device. `key` never leaves it: a non-extractable AES-256-GCM key. */
export interface StoredDevice {
  readonly deviceId: string;
  readonly key: CryptoKey;
  readonly wrapped: Bytes;
  /** Identity generation last seen, so that a rolled-back account is noticed. */
  readonly generation: number;
  /** The account as served, JSON: sealed blobs and the own name, so that a start without a network can open it. */
  readonly account: string;
}

/** One conversation's cache: sealed snapshot of the log and sealed list entry. */
export interface StoredConversation {
  readonly id: string;
  /** Sequence number the snapshot stands at; 0: none. */
  readonly n: number;
  readonly snapshot: Bytes | null;
  readonly listEntry: Bytes | null;
}

export interface StoredRow {
  readonly conversation: string;
  readonly seq: number;
  readonly sealed: Bytes;
}

/** A message waiting to be sent. */
export interface StoredJob {
  readonly msgId: string;
  readonly conversation: string;
  /** ms since 1970; jobs of a conversation go out in this order, then by `order`. */
  readonly createdAt: number;
  readonly order: number;
  /** The body, sealed for this device. */
  readonly sealedBody: Bytes;
  /** Exact bytes already handed to the network, retried as they are; null: not sealed yet. */
  readonly envelope: { readonly hdr: string; readonly sig: string; readonly ct: string; readonly hash: string } | null;
  readonly failure: string | null;
}

/** What arrived in a conversation, written in one transaction. */
export interface ProgressWrite {
  readonly conversation: string;
  /** State of the log after event `n`; null: only rows this time. */
  readonly snapshot: { readonly n: number; readonly sealed: Bytes } | null;
  readonly rows: readonly { readonly seq: number; readonly sealed: Bytes }[];
  /** Jobs whose message is now in the log. */
  readonly sentJobs: readonly string[];
}

/** All calls reject with E_STORAGE when the browser's storage fails. */
export interface LocalStore {
  /** Jobs that end with this page, because nothing of them is on a disk. */
  readonly forgettable: number;
  device(): Promise<StoredDevice | null>;
  putDevice(device: StoredDevice | null): Promise<void>;
  /** A newer store of the account that this device remembers, in one step: what else is remembered stays as it is by then. */
  keepAccountStore(store: KeptStore): Promise<void>;
  conversations(): Promise<StoredConversation[]>;
  conversation(id: string): Promise<StoredConversation | null>;
  putListEntries(entries: readonly { id: string; listEntry: Bytes }[]): Promise<void>;
  /** Writes rows, snapshot and finished jobs together; an older snapshot never replaces a newer one. */
  putProgress(write: ProgressWrite): Promise<void>;
  /** Drops a conversation's snapshot and rows, not its jobs. */
  dropConversation(id: string): Promise<void>;
  /** Rows below `before`, newest `max`, ascending. */
  rows(conversation: string, before: number, max: number): Promise<StoredRow[]>;
  addJob(job: StoredJob): Promise<void>;
  jobs(conversation?: string): Promise<StoredJob[]>;
  putJob(job: StoredJob): Promise<void>;
  removeJob(msgId: string): Promise<void>;
  /** Small sealed records: drafts, people, parts of the search index. */
  record(key: string): Promise<Bytes | null>;
  /** Names of the records that begin like this, ascending. */
  recordKeys(prefix: string): Promise<string[]>;
  putRecord(key: string, sealed: Bytes | null): Promise<void>;
  /** Writes or removes several records together. */
  putRecords(records: readonly { readonly key: string; readonly sealed: Bytes | null }[]): Promise<void>;
  /** Removes everything of this person from this browser. */
  wipe(): Promise<void>;
  close(): void;
}
