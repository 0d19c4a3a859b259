/** Owns this browser as a remembered device: the key that opens the account without a password, and its end. */
import * as v from "valibot";
import { CodedError, codeOf } from "@/lib/base/errors";
import type { Engine, Settings, Unlocked } from "@/lib/crypto/engine-api";
import { type WireAccount, wireAccount } from "@/lib/protocol/wire";
import type { LocalStore } from "@/lib/storage/local-store";

export class Keystore {
  private readonly engine: Engine;
  private readonly store: LocalStore;

  constructor(engine: Engine, store: LocalStore) {
    this.engine = engine;
    this.store = store;
  }

  /** The account as this device last saw it, for starting without a network; null: not remembered. */
  async rememberedAccount(): Promise<WireAccount | null> {
    const device = await this.store.device();
    const parsed = device ? v.safeParse(wireAccount, JSON.parse(device.account)) : null;
    return parsed?.success ? parsed.output : null;
  }

  /** Highest identity generation this device has seen; 0: none. */
  async knownGeneration(): Promise<number> {
    return (await this.store.device())?.generation ?? 0;
  }

  /**
   * Opens the account with this device's key. Null: not remembered, locked, or the master key has been rotated elsewhere.
   * What this device knows of the account is kept even then: a server that serves rubbish must not make it forget.
   */
  async unlock(account: WireAccount): Promise<Unlocked | null> {
    const device = await this.store.device();
    if (!device || device.wrapped.length === 0) return null;
    try {
      const by = { kind: "device" as const, key: device.key, wrapped: device.wrapped };
      return await this.engine.unlock(account, by, device.generation);
    } catch (thrown) {
      if (codeOf(thrown) !== "E_COMMIT") throw thrown;
      return null;
    }
  }

  /**
   * A store older than the one this device remembers is brought up to it: pins and comparisons do not go back. The engine
   * must be unlocked. Resolves to the settings then; null: the served store is not older.
   */
  async restoreStore(account: WireAccount): Promise<Settings | null> {
    const remembered = await this.rememberedAccount();
    if (!remembered || remembered.store.version <= account.store.version) return null;
    try {
      return await this.engine.storeMerge(remembered.store.body, remembered.store.version, "device");
    } catch (thrown) {
      // Sealed under an earlier master key.
      if (codeOf(thrown) !== "E_COMMIT") throw thrown;
      return null;
    }
  }

  /**
   * This account, served after the remembered one was opened: what its store has gained is taken in, and what it has lost is
   * brought back. Resolves to the settings then; null: nothing has changed. @throws what the engine throws
   */
  async follow(account: WireAccount): Promise<Settings | null> {
    const version = (await this.rememberedAccount())?.store.version ?? account.store.version;
    if (account.store.version <= version) return this.restoreStore(account);
    return this.engine.storeMerge(account.store.body, account.store.version);
  }

  /**
   * Makes this browser a remembered device, or refreshes what it remembers; generation and store only move forward. The
   * engine must be unlocked. `generation`: the verified one; 0: as known.
   */
  async remember(account: WireAccount, generation: number): Promise<string> {
    const before = await this.store.device();
    const known = await this.rememberedAccount();
    const algorithm = { name: "AES-GCM", length: 256 };
    const key = before?.key ?? (await crypto.subtle.generateKey(algorithm, false, ["encrypt", "decrypt"]));
    if (!(key instanceof CryptoKey)) throw new CodedError("E_UNEXPECTED", "device key");
    const deviceId = before?.deviceId ?? crypto.randomUUID();
    const wrapped = await this.engine.wrapForDevice(key);
    const store = known && known.store.version > account.store.version ? known.store : account.store;
    await this.store.putDevice({
      deviceId,
      key,
      wrapped,
      generation: Math.max(before?.generation ?? 0, generation),
      account: JSON.stringify({ ...account, store }),
    });
    return deviceId;
  }

  /** From now on the account opens here with the password only, until it is remembered again. */
  async lock(): Promise<void> {
    const device = await this.store.device();
    // A full disk takes no record, but lets one go: with it goes which generation was known here, which is less than an open key.
    if (device)
      await this.store
        .putDevice({ ...device, wrapped: new Uint8Array(0) })
        .catch(async () => this.store.putDevice(null));
  }
}
