/** Owns what this browser keeps of the person signed in: everything on a remembered device, nothing on a shared computer. */
import * as v from "valibot";
import type { Bytes } from "@/lib/base/bytes";
import { CodedError, codeOf } from "@/lib/base/errors";
import type { Settings, Unlocked } from "@/lib/crypto/engine-api";
import { Keystore } from "@/lib/keystore/keystore";
import type { WireAccount } from "@/lib/protocol/wire";
import type { LocalStore } from "@/lib/storage/local-store";
import type { SessionDeps } from "./deps";
import { putIdleChoice, readIdleChoice } from "./idle-choice";
import { keepHere, saveSettings } from "./settings";

/** Runs work on the disk; where there is none to be had, `otherwise` is as good. */
function ifDisk<T>(work: Promise<T>, otherwise: () => Promise<T> | T): Promise<T> {
  return work.catch((thrown: unknown) => {
    if (codeOf(thrown) !== "E_STORAGE") throw thrown;
    return otherwise();
  });
}

/** Name of the record of a choice that the server has not heard of yet. */
const unsaved = "idle-unsaved";

export class ThisBrowser {
  private readonly deps: SessionDeps;
  private open: { readonly userId: string; readonly store: LocalStore } | null = null;
  private isShared: boolean;
  private idleChoice: number | null | undefined;
  private recalled: WireAccount | null = null;
  /** The account that is open is the remembered one, by the key that is remembered with it: there is nothing new to keep. */
  private asKept = false;
  /** What a shared computer is called in the list of devices, as long as this page lives. */
  private readonly visitorId = crypto.randomUUID();

  constructor(deps: SessionDeps) {
    this.deps = deps;
    // Said once at sign-in; a reload, or another tab of the same browser, must not forget it.
    this.isShared = deps.isSessionBrief();
  }

  get shared(): boolean {
    return this.isShared;
  }

  /** When to lock: as the person chose, otherwise after a quarter of an hour on a shared computer and never on their own. */
  get idleMinutes(): number | null {
    return this.idleChoice === undefined ? (this.isShared ? 15 : null) : this.idleChoice;
  }

  /** The person has chosen when to lock on computers of this kind; other computers of theirs learn it. */
  async lockAfter(minutes: number | null): Promise<void> {
    this.idleChoice = minutes;
    await putIdleChoice(this.deps.engine, this.isShared, minutes);
    try {
      await this.save();
      await this.putUnsaved(null);
    } catch (thrown) {
      if (codeOf(thrown) !== "E_OFFLINE") throw thrown;
      // Until there is a network this device keeps it for itself: the next start must not forget to lock.
      await this.putUnsaved(JSON.stringify(minutes));
    }
  }

  /** Saves what the person has decided, on the server and here. @throws what saving throws */
  async save(): Promise<void> {
    const saved = await saveSettings(this.deps.engine, this.deps.accounts);
    if (saved && this.open) await keepHere(this.open.store, saved);
  }

  /** The person's store. @throws E_VAULT_LOCKED while nobody is in */
  get store(): LocalStore {
    if (!this.open) throw new CodedError("E_VAULT_LOCKED");
    return this.open.store;
  }

  private get keystore(): Keystore | null {
    return this.open && new Keystore(this.deps.engine, this.open.store);
  }

  /** The person has said whether this computer is shared, before signing in. */
  choose(shared: boolean): void {
    this.isShared = shared;
    this.deps.keepSessionBriefly(shared);
  }

  /** Opens what an earlier visit has left here, if it left anything; on a computer called shared it is removed instead. */
  async recall(userId: string): Promise<void> {
    if (this.open?.userId !== userId) await this.close();
    if (this.open || !(await this.deps.stores.has(userId).catch(() => false))) return;
    const left = await ifDisk<LocalStore | null>(this.deps.stores.open(userId, true), () => null);
    if (!left) return;
    if (this.isShared) await left.wipe();
    else this.open = { userId, store: left };
  }

  /** Opens the account with this device's key; null: not remembered here, or locked. */
  async unlock(account: WireAccount): Promise<Unlocked | null> {
    const unlocked = (await this.keystore?.unlock(account)) ?? null;
    this.asKept = unlocked !== null && account === this.recalled;
    return unlocked;
  }

  /** Brings back what this device knows better than the served store; null: nothing. The engine must be unlocked. */
  async restoreStore(account: WireAccount): Promise<Settings | null> {
    return (await this.keystore?.restoreStore(account)) ?? null;
  }

  async rememberedAccount(): Promise<WireAccount | null> {
    return (this.recalled = (await this.keystore?.rememberedAccount()) ?? null);
  }

  /** The remembered account is open, and this is how it is served now. Resolves to settings that are new; null: none are. */
  async follow(account: WireAccount): Promise<Settings | null> {
    const { open } = this;
    const settings = (await this.keystore?.follow(account)) ?? null;
    // Who has left meanwhile left nothing here, and nothing is to be put back.
    if (this.open !== open) return null;
    await this.keep(account, 0);
    const choice = await this.unsavedChoice();
    if (choice === undefined) return settings;
    // Where it cannot be told, it stays here for the next start: that says nothing about login and keys.
    await this.lockAfter(choice).catch((thrown: unknown) => {
      if (codeOf(thrown) === "E_UNEXPECTED") throw thrown;
    });
    return settings;
  }

  /** Highest identity generation this device has seen; 0: none. */
  async knownGeneration(): Promise<number> {
    return (await this.keystore?.knownGeneration()) ?? 0;
  }

  /**
   * The account is open: makes this a remembered device unless the computer is shared, and tells the list of devices.
   * A disk that fails makes it a shared one. `generation`: the verified one; 0: as known.
   */
  async keep(account: WireAccount, generation: number): Promise<void> {
    if (this.asKept) {
      this.asKept = false;
      const choice = await this.unsavedChoice();
      this.idleChoice = choice === undefined ? await readIdleChoice(this.deps.engine, this.isShared) : choice;
      return;
    }
    const { user_id: userId } = account;
    const forget = () => this.openMemory(userId);
    if (!this.open) await (this.isShared ? forget() : ifDisk(this.openDisk(userId), forget));
    const remembered = async () =>
      this.isShared ? null : ((await this.keystore?.remember(account, generation)) ?? null);
    const deviceId = await ifDisk(remembered(), async () => {
      await forget();
      return null;
    });
    this.idleChoice = await readIdleChoice(this.deps.engine, this.isShared);
    // The list of devices is for information: it must not keep anybody out, nor waiting.
    const { accounts, deviceLabel } = this.deps;
    void accounts.deviceSeen(deviceId ?? this.visitorId, deviceLabel, !this.isShared).catch(() => undefined);
  }

  /** Empties what is kept here of the person: sealed with keys that are gone, it opens nothing any more. */
  async empty(): Promise<void> {
    const { open } = this;
    if (!open) return;
    this.open = null;
    await open.store.wipe();
  }

  /** Locked: this device's key opens nothing until the password has. */
  async lock(): Promise<void> {
    await this.keystore?.lock().catch(() => undefined);
  }

  /** Lets go of the store; what is on disk stays there, what is in memory is gone. `locked`: it opens with the password only from now on. */
  async close(locked = false): Promise<void> {
    const { open, keystore } = this;
    this.idleChoice = undefined;
    this.recalled = null;
    this.asKept = false;
    this.open = null;
    // The keys first: with them closed nobody can write this device's key down again.
    if (locked) await this.deps.engine.lock();
    if (locked) await keystore?.lock().catch(() => undefined);
    open?.store.close();
  }

  /** Removes everything of everybody from this browser. */
  async forget(): Promise<void> {
    const { open } = this;
    this.open = null;
    await open?.store.wipe().catch(() => undefined);
    await this.deps.stores.wipeAll();
  }

  /** When to lock, as chosen here without a network; undefined: all is saved, or it opens no more. */
  private async unsavedChoice(): Promise<number | null | undefined> {
    const { open } = this;
    const sealed = open && (await ifDisk<Bytes | null>(open.store.record(unsaved), () => null));
    const text = sealed ? await this.deps.engine.openText(unsaved, sealed).catch(() => "") : "";
    const parsed = text === "" ? null : v.safeParse(v.nullable(v.number()), JSON.parse(text));
    return parsed?.success ? parsed.output : undefined;
  }

  private async putUnsaved(text: string | null): Promise<void> {
    const { open } = this;
    const sealed = text === null ? null : await this.deps.engine.sealText(unsaved, text);
    if (open) await ifDisk(open.store.putRecord(unsaved, sealed), () => undefined);
  }

  private async openDisk(userId: string): Promise<void> {
    this.open = { userId, store: await this.deps.stores.open(userId, true) };
  }

  private async openMemory(userId: string): Promise<void> {
    await this.close();
    this.open = { userId, store: await this.deps.stores.open(userId, false) };
    this.isShared = true;
  }
}
