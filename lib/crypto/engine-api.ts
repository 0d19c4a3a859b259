/** Owns the contract of the crypto engine: what runs in the worker, named and typed. Keys never cross it outwards. */
import type { Bytes } from "@/lib/base/bytes";
import type { ErrorCode } from "@/lib/base/errors";
import type { Body } from "@/lib/protocol/body";
import type { AddPolicy, Role } from "@/lib/protocol/commit";
import type { LaterEngine } from "./later-api";
import type { ClassGuard, GenesisInput, InviteEngine, LifetimeChange, LifetimeProposal, Wish } from "./membership-api";
import type { MarkEngine } from "./message-marks";
import type { DecodedEvent, RoomNote, WireAccount, WirePerson, WireStore } from "@/lib/protocol/wire";
import type { RegisterValue } from "./registers";
import type { SearchEngine } from "./search-api";

/** What `createAccount` makes for `register_account`, and `startOver` for `start_over`; base64. */
export interface NewAccount {
  readonly statement: string;
  readonly slots: string[];
  readonly bundle: string;
  readonly store: string;
  /** To be shown to the person once. */
  readonly recoveryCode: string;
}

/** A way to open an account. The device key is a non-extractable handle; `wrapped` is iv(12) || AES-GCM(AMK). */
export type UnlockWith =
  | { readonly kind: "password"; readonly password: string }
  | { readonly kind: "recovery"; readonly code: string }
  | { readonly kind: "device"; readonly key: CryptoKey; readonly wrapped: Bytes };

export interface Unlocked {
  readonly generation: number;
  /** Passphrase slots that the password just used does not open: left over from an interrupted change. */
  readonly staleSlots: string[];
  readonly settings: Settings;
  /** The earlier store that opened in the place of the served one; null: the served one did. */
  readonly restored: WireStore | null;
}

/** The person's settings that follow them to every device, inside the sealed store. */
export interface Settings {
  readonly recoveryConfirmed: boolean;
}

/** unverified: pinned on first use · verified: compared · changed: reset, not accepted · invalid: the served chain does not verify. */
export type Trust = "unverified" | "verified" | "changed" | "invalid";

/** One row of a conversation, opened. Ids are UUID text, hashes base64. `transcript` is T after this event, base64. */
export type LogRow = { readonly seq: number; readonly at: number; readonly transcript: string } & (
  | {
      readonly type: "message";
      readonly author: string;
      readonly msgId: string;
      readonly hash: string;
      readonly body: Body;
      /** The writer's signed view: everything up to here had reached the writer's device. */
      readonly seen: number;
      readonly marks: readonly ("gap" | "fork" | "clock")[];
    }
  | {
      readonly type: "commit";
      readonly author: string;
      readonly reason: number;
      readonly seen: number;
      readonly added: readonly string[];
      readonly removed: readonly string[];
      readonly keyChanged: readonly string[];
      readonly moderatorsAdded: readonly string[];
      readonly moderatorsRemoved: readonly string[];
      readonly policyChanged: boolean;
      readonly retentionDays: number;
      /** Only in rows of a commit that changed it. Rows kept by an earlier version have none of them. */
      readonly roles?: readonly { readonly userId: string; readonly role: Role }[];
      readonly mayAdd?: AddPolicy;
      readonly title?: string;
      readonly lifetime?: LifetimeChange;
      readonly room?: RoomNote;
    }
  | { readonly type: "unsupported"; readonly author: string; readonly msgId: string; readonly hash: string }
  | { readonly type: "unreadable"; readonly author: string | null; readonly code: ErrorCode }
  | {
      readonly type: "tombstone";
      readonly reason: "author" | "expired" | "removed";
      readonly hash: string;
      readonly witnessed?: { readonly author: string; readonly edit: boolean };
    }
);

/** What the main thread knows of a conversation's verified state. */
export interface LogView {
  readonly n: number;
  /** Oldest sequence number whose transcript is trusted; pages before it continue from here. */
  readonly base: number;
  readonly epoch: number;
  readonly state: "empty" | "active" | "halted" | "ended";
  readonly haltCode: ErrorCode | null;
  readonly roster: readonly { readonly userId: string; readonly role: Role }[];
  /** Two people without admins, for ever. */
  readonly direct: boolean;
  readonly mayAdd: AddPolicy;
  readonly retentionDays: number;
  readonly proposal: LifetimeProposal | null;
  /** The roster has keys of mine that were lost when I started over: somebody else has to take the new ones in. */
  readonly waitsForAcceptance: boolean;
  /** As a member sealed it; null: none. */
  readonly title: string | null;
  /** Have signed that they leave and are still in the roster. */
  readonly leaving: readonly string[];
  /** A commit that has to come before the next message, by its reason; null: none. */
  readonly mustCommit: number | null;
}

/** What stopped an `apply` before its end: fetch it, hand it over, call again. */
export type Need =
  | { readonly what: "identities"; readonly users: readonly string[] }
  | { readonly what: "events"; readonly after: number }
  | { readonly what: "transcript"; readonly seq: number }
  | { readonly what: "moderation" };

export interface Progress {
  readonly rows: readonly LogRow[];
  /** The same rows, sealed for this device's cache. */
  readonly sealedRows: readonly { readonly seq: number; readonly sealed: Bytes }[];
  readonly view: LogView;
  readonly need: Need | null;
  /** Codes of anomalies met on the way, with the person they are attributed to (null: the server). */
  readonly alarms: readonly { readonly code: ErrorCode; readonly userId: string | null }[];
}

/** A sealed message as it goes out; base64. */
export interface Envelope {
  readonly hdr: string;
  readonly sig: string;
  readonly ct: string;
  /** Message hash, base64. */
  readonly hash: string;
}

/** A commit as it goes out; base64. */
export interface SealedCommit {
  readonly body: string;
  readonly sig: string;
  readonly boxes: string;
  /** Title, sealed to the members; null: none. */
  readonly metadata: string | null;
  readonly hash: string;
}

export interface CheckedPointer {
  readonly userId: string;
  readonly kind: "read" | "view";
  readonly seq: number;
  /** ms since 1970, the signer's clock. */
  readonly time: number;
}

export interface HistoryProgress {
  /** Proven from the first event up to here. */
  readonly seq: number;
  readonly done: boolean;
  readonly alarms: Progress["alarms"];
}

export interface CheckedPointers {
  readonly checked: readonly CheckedPointer[];
  readonly alarms: Progress["alarms"];
  /** Pointers to positions this log has not reached: try again when it has moved on. */
  readonly later: readonly string[];
}

/** All calls reject with a CodedError; E_VAULT_LOCKED when they need keys and none are open. */
export interface Engine extends InviteEngine, MarkEngine, LaterEngine, SearchEngine, ClassGuard {
  /** The login secret of an e-mail address and password (protocol, "One password, two secrets"). */
  authSecret(email: string, password: string): Promise<string>;
  createAccount(input: { userId: string; password: string }): Promise<NewAccount>;
  /**
   * Makes everything of an existing account anew; its keys are open then. What was sealed to the old keys stays closed, and
   * other people have to accept the new ones. @throws E_ROLLBACK the served account is older than `knownGeneration`
   */
  startOver(account: WireAccount, password: string, knownGeneration: number): Promise<NewAccount>;
  /** `knownGeneration`: what this device has seen; an older account is refused with E_ROLLBACK. */
  unlock(account: WireAccount, by: UnlockWith, knownGeneration?: number): Promise<Unlocked>;
  /** @throws E_WEAK_PASSWORD for a new password that is too short or too easy to guess */
  demandStrong(password: string): Promise<void>;
  /** @throws E_COMMIT if the password opens no slot of the account. Changes nothing. */
  checkPassword(account: WireAccount, password: string): Promise<void>;
  /** Wipes all keys, logs and pins from memory. */
  lock(): Promise<void>;
  /** Encrypts the account master key for this device: iv(12) || AES-GCM, the user id as additional data. */
  wrapForDevice(key: CryptoKey): Promise<Bytes>;
  passwordSlot(password: string): Promise<string>;
  recoverySlot(): Promise<{ slot: string; code: string }>;

  /** The sealed store if it has changed since it was last saved. */
  storeToSave(): Promise<{ body: string; expectedVersion: number } | null>;
  storeSaved(version: number): Promise<void>;
  /** Another device wrote first: takes its pins in; then `storeToSave` again. `from` device: it is there to be saved again. */
  storeMerge(body: string, version: number, from?: "server" | "device"): Promise<Settings>;
  putSettings(settings: Partial<Settings>): Promise<void>;
  /**
   * The served store does not open: takes in the newest of the earlier ones that does, and keeps what is here, to be written
   * over it. @throws E_COMMIT it is no spoiled store, but the account has another master key
   */
  storeRestore(account: WireAccount): Promise<void>;
  /** Whether a store was restored since this account was opened. */
  storeRestored(): Promise<boolean>;
  /** Version of the store as the server last had it from us or gave it to us. */
  storeVersion(): Promise<number>;
  /** Everything the person has chosen that follows them, by name. */
  registers(): Promise<Record<string, Exclude<RegisterValue, null>>>;
  /** Sets values, or clears them with null; goes to the other devices with the store. */
  putRegisters(changes: Readonly<Record<string, RegisterValue>>): Promise<void>;

  /** Verifies and pins people's identity chains. */
  learn(people: readonly WirePerson[]): Promise<{ userId: string; trust: Trust }[]>;
  trust(userIds: readonly string[]): Promise<Record<string, Trust>>;
  acceptReset(userId: string): Promise<void>;
  setVerified(userId: string, verified: boolean): Promise<void>;
  safety(userId: string): Promise<{ number: string; qr: string }>;

  /** Opens the log from its cached snapshot; null when it does not open, or is about something else than `context`, and must be fetched anew. */
  load(conversation: string, snapshot: Bytes, context: string | null): Promise<LogView | null>;
  /** The log's state, sealed for this device's cache; it stands after event `n`. */
  snapshot(conversation: string): Promise<{ n: number; sealed: Bytes }>;
  start(input: {
    conversation: string;
    context: string | null;
    commits: readonly DecodedEvent[];
    anchor: { seq: number; transcript: Bytes };
    events: readonly DecodedEvent[];
  }): Promise<Progress>;
  /** True for a message that a member has signed and whose ciphertext is whole: a pushed event may then be applied without asking. */
  genuine(conversation: string, event: DecodedEvent): Promise<boolean>;
  apply(conversation: string, events: readonly DecodedEvent[], transcripts?: Record<number, string>): Promise<Progress>;
  /** An older page, ending where the trusted history begins. @throws E_FORK if it does not. */
  page(
    conversation: string,
    events: readonly DecodedEvent[],
    anchor: { seq: number; transcript: Bytes },
  ): Promise<Progress>;
  /**
   * Takes the next event hashes (base64 of kind and 32 bytes each) towards the proof that a cold start began at the right
   * place; with none, tells how far it is. @throws E_FORK the served history does not lead to what was served first
   */
  verifyHistory(conversation: string, hashes: string): Promise<HistoryProgress>;
  openRows(conversation: string, sealed: readonly Bytes[]): Promise<LogRow[]>;
  /** Sealed for this device's cache. A row's `witnessed`: this device has read it and its author's deletion. */
  sealRows(conversation: string, rows: readonly LogRow[]): Promise<Progress["sealedRows"]>;

  genesis(input: GenesisInput): Promise<SealedCommit>;
  commit(conversation: string, reason: number): Promise<SealedCommit>;
  /** The commit that brings a wish about; null when nothing is left to change. @throws E_ADD, E_REMOVE, E_ROLE, E_POLICY, E_STALE_EPOCH (a leaver first) */
  change(conversation: string, wish: Wish): Promise<SealedCommit | null>;
  /** Seals a body; calling it again for the same message seals anew with the same place in the chain. @throws E_HALTED, E_EPOCH_KEY */
  seal(conversation: string, msgId: string, body: Body): Promise<Envelope>;
  /** The message will not be sent after all: its place in the chain is free again. */
  unseal(conversation: string, msgId: string): Promise<void>;
  pointer(conversation: string, kind: "read" | "view", seq: number): Promise<string>;
  /** Verified positions; a position in another history than ours is an alarm, anything else that does not verify is dropped. */
  pointers(conversation: string, pointers: readonly string[]): Promise<CheckedPointers>;

  /** Seals text for this device's cache under a record key. */
  sealText(record: string, text: string): Promise<Bytes>;
  /** @throws E_COMMIT, E_OPEN */
  openText(record: string, sealed: Bytes): Promise<string>;
  /** Many in one call; null for what does not open. */
  openTexts(texts: readonly { readonly record: string; readonly sealed: Bytes }[]): Promise<(string | null)[]>;
}
