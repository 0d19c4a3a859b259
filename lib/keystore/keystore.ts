/** Owns this browser as a remembered device: the key that opens the account without a password, and its end. */
import { CodedError, codeOf } from "@/lib/base/errors";
import type { Engine, Unlocked } from "@/lib/crypto/engine-api";
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
    const parsed = device ? wireAccount.safeParse(JSON.parse(device.account)) : null;
    return parsed?.success ? parsed.data : null;
  }

  async deviceId(): Promise<string | null> {
    return (await this.store.device())?.deviceId ?? null;
  }

  /** Highest identity generation this device has seen; 0: none. */
  async knownGeneration(): Promise<number> {
    return (await this.store.device())?.generation ?? 0;
  }

  /** Opens the account with this device's key. Null: not remembered, or the master key has been rotated elsewhere. */
  async unlock(account: WireAccount): Promise<Unlocked | null> {
    const device = await this.store.device();
    if (!device) return null;
    try {
      const by = { kind: "device" as const, key: device.key, wrapped: device.wrapped };
      return await this.engine.unlock(account, by, device.generation);
    } catch (thrown) {
      if (codeOf(thrown) !== "E_COMMIT") throw thrown;
      await this.store.putDevice(null);
      return null;
    }
  }

  /** Makes this browser a remembered device, or refreshes what it remembers. The engine must be unlocked. */
  async remember(account: WireAccount, generation: number): Promise<string> {
    const before = await this.store.device();
    const algorithm = { name: "AES-GCM", length: 256 };
    const key = before?.key ?? (await crypto.subtle.generateKey(algorithm, false, ["encrypt", "decrypt"]));
    if (!(key instanceof CryptoKey)) throw new CodedError("E_UNEXPECTED", "device key");
    const deviceId = before?.deviceId ?? crypto.randomUUID();
    const wrapped = await this.engine.wrapForDevice(key);
    await this.store.putDevice({ deviceId, key, wrapped, generation, account: JSON.stringify(account) });
    return deviceId;
  }

  forget(): Promise<void> {
    return this.store.putDevice(null);
  }
}
