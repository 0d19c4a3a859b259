/** Owns what this browser keeps of the person signed in: everything on a remembered device, nothing on a shared computer. */
import { CodedError } from "@/lib/base/errors";
import type { Unlocked } from "@/lib/crypto/engine-api";
import { Keystore } from "@/lib/keystore/keystore";
import type { WireAccount } from "@/lib/protocol/wire";
import type { LocalStore } from "@/lib/storage/local-store";
import type { SessionDeps } from "./deps";

export class ThisBrowser {
  private readonly deps: SessionDeps;
  private open: LocalStore | null = null;
  private isShared: boolean;

  constructor(deps: SessionDeps) {
    this.deps = deps;
    // Said once at sign-in; a reload, or another tab of the same browser, must not forget it.
    this.isShared = deps.isSessionBrief();
  }

  get shared(): boolean {
    return this.isShared;
  }

  /** The person's store. @throws E_VAULT_LOCKED while nobody is in */
  get store(): LocalStore {
    if (!this.open) throw new CodedError("E_VAULT_LOCKED");
    return this.open;
  }

  /** The person has said whether this computer is shared, before signing in. */
  choose(shared: boolean): void {
    this.isShared = shared;
    this.deps.keepSessionBriefly(shared);
  }

  /** Opens what an earlier visit has left here, if it left anything. */
  async recall(userId: string): Promise<void> {
    const remembered = await this.deps.stores.has(userId).catch(() => false);
    if (remembered) await this.openStore(userId, true);
  }

  /** Opens the account with this device's key; null: not remembered here. */
  async unlock(account: WireAccount): Promise<Unlocked | null> {
    return this.open ? new Keystore(this.deps.engine, this.open).unlock(account) : null;
  }

  async rememberedAccount(): Promise<WireAccount | null> {
    return this.open ? new Keystore(this.deps.engine, this.open).rememberedAccount() : null;
  }

  /** Highest identity generation this device has seen; 0: none. */
  async knownGeneration(): Promise<number> {
    return this.open ? new Keystore(this.deps.engine, this.open).knownGeneration() : 0;
  }

  /** The account is open: makes this a remembered device unless the computer is shared, and tells the list of devices. */
  async keep(account: WireAccount, generation: number): Promise<void> {
    if (!this.open) await this.openStore(account.user_id, !this.isShared);
    const keystore = new Keystore(this.deps.engine, this.store);
    const deviceId = this.isShared ? crypto.randomUUID() : await keystore.remember(account, generation);
    // The list of devices is for information: it must not keep anybody out.
    await this.deps.accounts.deviceSeen(deviceId, this.deps.deviceLabel, !this.isShared).catch(() => undefined);
  }

  /** Removes everything of everybody from this browser. */
  async forget(): Promise<void> {
    await this.open?.wipe().catch(() => undefined);
    await this.deps.stores.wipeAll();
    this.open = null;
  }

  private async openStore(userId: string, onDisk: boolean): Promise<void> {
    this.open?.close();
    this.open = await this.deps.stores.open(userId, onDisk);
    this.isShared = !onDisk;
  }
}
