/** Owns the open account inside the worker: master key, private keys, pins. The only place where they live. */
import { type Bytes, equal, toBase64, uuidToBytes } from "@/lib/base/bytes";
import { CodedError } from "@/lib/base/errors";
import type { WireStore } from "@/lib/protocol/wire";
import { type AccountKeys, type BundleEntry, deriveAccountKeys, openCache, sealCache } from "./account-keys";
import type { AccountStore } from "./account-store";
import type { Statement } from "./identity";

export interface OpenAccount {
  readonly userId: string;
  readonly amk: Bytes;
  readonly amkGeneration: number;
  /** Private keys of every generation, ascending. */
  readonly entries: readonly BundleEntry[];
  /** Own verified statements, ascending. */
  readonly statements: readonly Statement[];
  readonly store: AccountStore;
  readonly storeVersion: number;
}

export class Vault {
  readonly userId: string;
  /** 16 bytes. */
  readonly userBytes: Bytes;
  readonly amk: Bytes;
  readonly amkGeneration: number;
  readonly keys: AccountKeys;
  readonly entries: readonly BundleEntry[];
  readonly statements: readonly Statement[];
  storeVersion: number;
  private content: AccountStore;
  private changed = false;
  /** null: the served store opened. */
  restoredFrom: WireStore | null = null;

  constructor(account: OpenAccount) {
    this.userId = account.userId;
    this.userBytes = uuidToBytes(account.userId);
    this.amk = account.amk;
    this.amkGeneration = account.amkGeneration;
    this.keys = deriveAccountKeys(account.amk);
    this.entries = account.entries;
    this.statements = account.statements;
    this.content = account.store;
    this.storeVersion = account.storeVersion;
  }

  /** The private keys in use. */
  get current(): BundleEntry {
    const latest = this.entries.at(-1);
    if (!latest) throw new CodedError("E_KEY");
    return latest;
  }

  /** The own statement in use. */
  get statement(): Statement {
    const latest = this.statements.at(-1);
    if (!latest) throw new CodedError("E_KEY");
    return latest;
  }

  /** X25519 secrets, newest first. */
  get xSecrets(): readonly Bytes[] {
    return this.entries.map((entry) => entry.xSecret).toReversed();
  }

  /** True if the private keys of the own statement with this hash are here; after a reset those from before it are not. */
  hasKeysOf(stmtHash: Bytes): boolean {
    const statement = this.statements.find(({ hash }) => equal(hash, stmtHash));
    return this.entries.some(({ generation }) => generation === statement?.generation);
  }

  get store(): AccountStore {
    return this.content;
  }

  get storeChanged(): boolean {
    return this.changed;
  }

  /** The served store did not open, and this earlier one has taken its place: it is to be written again. */
  restored(from: WireStore): void {
    this.restoredFrom = from;
    this.changed = true;
  }

  updateStore(change: (store: AccountStore) => AccountStore): void {
    this.content = change(this.content);
    this.changed = true;
  }

  /** Another device's content has been merged in; `ahead`: what came of it is more than the server holds. */
  takeStore(version: number, merged: AccountStore, ahead: boolean): void {
    this.storeVersion = version;
    this.content = merged;
    this.changed = ahead;
  }

  /** The server holds this content now. */
  storeSaved(version: number, saved: AccountStore): void {
    this.storeVersion = version;
    if (saved === this.content) this.changed = false;
  }

  sealRecord(record: string, plaintext: Uint8Array): Bytes {
    return sealCache(this.keys.cache, this.userBytes, record, plaintext);
  }

  openRecord(record: string, sealed: Uint8Array): Bytes {
    return openCache(this.keys.cache, this.userBytes, record, sealed);
  }

  pinOwn(): void {
    const { generation: g, hash } = this.statement;
    const before = this.content.pins[this.userId];
    if (before && before.g > g) throw new CodedError("E_ROLLBACK", "identity");
    if (before?.g === g) return;
    this.updateStore((store) => ({
      ...store,
      pins: { ...store.pins, [this.userId]: { g, h: toBase64(hash), ok: true } },
    }));
  }

  /** Overwrites what can be overwritten; copies made by the runtime remain. */
  wipe(): void {
    this.amk.fill(0);
    for (const key of Object.values(this.keys) as Bytes[]) key.fill(0);
    for (const entry of this.entries) {
      entry.edSeed.fill(0);
      entry.xSecret.fill(0);
    }
  }
}
