/** Owns who is signed in on this client and whether their keys are open: one state, changed only by the commands here. */
import { CodedError, codeOf } from "@/lib/base/errors";
import { Emitter } from "@/lib/base/emitter";
import type { Unlocked } from "@/lib/crypto/engine-api";
import { Keystore } from "@/lib/keystore/keystore";
import type { WireAccount } from "@/lib/protocol/wire";
import type { LocalStore } from "@/lib/storage/local-store";
import type { SessionDeps } from "./deps";
import type { SignedIn } from "./login";
import { replacePassword, replaceRecoveryCode } from "./credentials";
import { saveSettings } from "./settings";
import { UnlockThrottle } from "./throttle";
import type { LockReason, SessionCommands, SessionView } from "./view";

export class Session implements SessionCommands {
  readonly changed = new Emitter();
  private readonly deps: SessionDeps;
  private readonly throttle = new UnlockThrottle();
  private current: SessionView = { state: "starting" };
  private person: SignedIn | null = null;
  private account: WireAccount | null = null;
  private openStore: LocalStore | null = null;
  /** Known between sign-up or sign-in and the making of keys or the unlocking, then forgotten. */
  private password: string | null = null;
  private shared = false;
  private signedUp: { name: string; email: string } | null = null;
  private idleMinutes: number | null = null;

  constructor(deps: SessionDeps) {
    this.deps = deps;
  }

  get view(): SessionView {
    return this.current;
  }

  /** This person's store while ready. */
  get store(): LocalStore {
    if (!this.openStore) throw new CodedError("E_VAULT_LOCKED");
    return this.openStore;
  }

  /** Finds out who is signed in here and opens what this device remembers. */
  async start(): Promise<void> {
    try {
      this.person = await this.deps.login.current();
      await this.resume("new-device");
    } catch (thrown) {
      if (codeOf(thrown) !== "E_AUTH") throw thrown;
      this.set({ state: "signed-out" });
    }
  }

  async signUp(input: { name: string; email: string; password: string; sharedComputer: boolean }): Promise<void> {
    const { email, password } = input;
    this.shared = input.sharedComputer;
    await this.deps.login.signUp(email, await this.deps.engine.authSecret(email, password), input.name);
    this.password = password;
    this.signedUp = { name: input.name, email };
  }

  async confirmCode(email: string, code: string): Promise<void> {
    this.person = await this.deps.login.confirmCode(email, code);
    await this.resume("new-device");
  }

  async confirmLink(tokenHash: string, type: "signup" | "recovery" | "email_change"): Promise<void> {
    this.person = await this.deps.login.confirmLink(tokenHash, type);
    // After a recovery link the next step is a new password; nothing is unlocked before.
    if (type === "recovery") this.set({ state: "locked", ...this.lockedAs(), reason: "password-reset" });
    else await this.resume("new-device");
  }

  async signIn(input: { email: string; password: string; sharedComputer: boolean }): Promise<void> {
    const { email, password } = input;
    this.shared = input.sharedComputer;
    this.person = await this.deps.login.signIn(email, await this.deps.engine.authSecret(email, password));
    this.password = password;
    await this.resume("new-device");
  }

  async createKeys(input: { handle: string; displayName: string; password?: string }): Promise<void> {
    const person = this.mustBeSignedIn();
    const password = input.password ?? this.password;
    if (!password) throw new CodedError("E_CREDENTIALS");
    if (input.password)
      await this.deps.login.check(person.email, await this.deps.engine.authSecret(person.email, password));
    const made = await this.deps.engine.createAccount({ userId: person.userId, password });
    const { recoveryCode, ...parts } = made;
    try {
      this.account = await this.deps.accounts.register({ ...input, ...parts });
    } catch (thrown) {
      await this.deps.engine.lock();
      throw thrown;
    }
    this.password = null;
    await this.keep(this.account, { generation: 1, staleSlots: [], settings: { recoveryConfirmed: false } });
    this.set({ state: "keep-recovery-code", code: recoveryCode });
  }

  async confirmRecovery(): Promise<void> {
    await this.deps.engine.putSettings({ recoveryConfirmed: true });
    await saveSettings(this.deps.engine, this.deps.accounts);
    this.enter(true);
  }

  postponeRecovery(): void {
    this.enter(false);
  }

  async unlock(password: string): Promise<void> {
    const account = await this.mustHaveAccount();
    await this.throttle.guard(async () => {
      await this.entered(
        account,
        await this.deps.engine.unlock(account, { kind: "password", password }, await this.known(account)),
      );
    });
  }

  async unlockWithRecoveryCode(code: string, newPassword: string): Promise<void> {
    const account = await this.mustHaveAccount();
    const person = this.mustBeSignedIn();
    await this.throttle.guard(async () => {
      const unlocked = await this.deps.engine.unlock(account, { kind: "recovery", code }, await this.known(account));
      await replacePassword(this.deps, account, person.email, newPassword);
      await this.entered(account, unlocked);
    });
  }

  lock(): void {
    void this.lockFor("asked");
  }

  /** The person has been away. */
  async lockFor(reason: LockReason): Promise<void> {
    if (this.current.state !== "ready") return;
    this.set({ state: "locked", ...this.lockedAs(), reason });
    await this.deps.engine.lock();
  }

  async signOut(): Promise<void> {
    this.set({ state: "signed-out" });
    await this.deps.engine.lock();
    await this.forgetHere();
    await this.deps.login.signOut();
  }

  /** Another tab has signed out: this one lets go of everything too. */
  async signedOutElsewhere(): Promise<void> {
    if (this.current.state === "signed-out") return;
    this.set({ state: "signed-out" });
    await this.deps.engine.lock();
    await this.forgetHere();
  }

  requestReset(email: string): Promise<void> {
    return this.deps.login.requestReset(email);
  }

  async setNewPassword(password: string): Promise<void> {
    const { email } = this.mustBeSignedIn();
    await this.deps.login.setPassword(await this.deps.engine.authSecret(email, password));
    await this.resume("password-reset");
  }

  async changePassword(current: string, next: string): Promise<void> {
    const account = await this.mustHaveAccount();
    const person = this.mustBeSignedIn();
    await this.throttle.guard(async () => {
      await this.deps.engine.checkPassword(account, current);
    });
    await replacePassword(this.deps, account, person.email, next);
    this.account = await this.deps.accounts.account();
    if (this.account) await this.rememberIfKept(this.account);
  }

  async newRecoveryCode(): Promise<string> {
    const account = await this.mustHaveAccount();
    const code = await replaceRecoveryCode(this.deps, account);
    this.account = await this.deps.accounts.account();
    if (this.current.state === "ready")
      this.set({ state: "ready", me: { ...this.current.me, recoveryConfirmed: false } });
    return code;
  }

  async setIdleLock(minutes: number | null): Promise<void> {
    this.idleMinutes = minutes;
    if (this.current.state === "ready")
      this.set({ state: "ready", me: { ...this.current.me, idleLockMinutes: minutes } });
  }

  /** Signed in: read the account, and open it with what is at hand (the password just typed, or this device). */
  private async resume(reason: LockReason): Promise<void> {
    const person = this.mustBeSignedIn();
    const remembered = await this.deps.stores.has(person.userId).catch(() => false);
    if (remembered) await this.openStoreOf(person.userId, true);
    this.account = await this.readAccount();
    if (!this.account) {
      const suggestedName = this.signedUp?.name ?? person.name;
      return this.set({
        state: "needs-keys",
        email: person.email,
        suggestedName,
        passwordKnown: this.password !== null,
      });
    }
    const unlocked = await this.tryUnlock(this.account);
    if (unlocked) await this.entered(this.account, unlocked);
    else this.set({ state: "locked", ...this.lockedAs(), reason });
  }

  private async tryUnlock(account: WireAccount): Promise<Unlocked | null> {
    const password = this.password;
    if (password) {
      try {
        return await this.deps.engine.unlock(account, { kind: "password", password }, await this.known(account));
      } catch (thrown) {
        // The login has been reset by mail: this password opens the door, not the history.
        if (codeOf(thrown) !== "E_COMMIT") throw thrown;
        this.password = null;
        return null;
      }
    }
    return this.openStore ? new Keystore(this.deps.engine, this.openStore).unlock(account) : null;
  }

  /** The account from the server or, without a network, as this device remembers it. */
  private async readAccount(): Promise<WireAccount | null> {
    try {
      return await this.deps.accounts.account();
    } catch (thrown) {
      if (codeOf(thrown) !== "E_OFFLINE" || !this.openStore) throw thrown;
      const account = await new Keystore(this.deps.engine, this.openStore).rememberedAccount();
      if (!account) throw thrown;
      return account;
    }
  }

  private async entered(account: WireAccount, unlocked: Unlocked): Promise<void> {
    this.account = account;
    this.password = null;
    await this.keep(account, unlocked);
    for (const slotId of unlocked.staleSlots) await this.deps.accounts.deleteSlot(slotId).catch(() => undefined);
    this.enter(unlocked.settings.recoveryConfirmed);
  }

  private enter(recoveryConfirmed: boolean): void {
    const person = this.mustBeSignedIn();
    const { handle = "", display_name: displayName = "" } = this.account ?? {};
    const me = { userId: person.userId, handle, displayName, email: person.email, recoveryConfirmed };
    const idleLockMinutes = this.idleMinutes ?? (this.shared ? 15 : null);
    this.set({ state: "ready", me: { ...me, remembered: !this.shared, idleLockMinutes } });
  }

  /** Opens the right kind of store and, unless the computer is shared, makes it a remembered device. */
  private async keep(account: WireAccount, unlocked: Unlocked): Promise<void> {
    if (!this.openStore) await this.openStoreOf(account.user_id, !this.shared);
    const deviceId = await this.rememberIfKept(account, unlocked.generation);
    const seen = this.deps.accounts.deviceSeen(deviceId, this.deps.deviceLabel, !this.shared);
    await seen.catch(() => undefined);
  }

  private async rememberIfKept(account: WireAccount, generation = account.statements.length): Promise<string> {
    if (this.shared || !this.openStore) return crypto.randomUUID();
    return new Keystore(this.deps.engine, this.openStore).remember(account, generation);
  }

  private async openStoreOf(userId: string, onDisk: boolean): Promise<void> {
    this.openStore?.close();
    this.openStore = await this.deps.stores.open(userId, onDisk);
    this.shared = !onDisk;
  }

  private async forgetHere(): Promise<void> {
    await this.openStore?.wipe().catch(() => undefined);
    await this.deps.stores.wipeAll();
    this.openStore = null;
    this.account = null;
    this.person = null;
    this.password = null;
    this.signedUp = null;
  }

  private async known(account: WireAccount): Promise<number> {
    if (!this.openStore) return 0;
    return account.user_id === this.person?.userId
      ? new Keystore(this.deps.engine, this.openStore).knownGeneration()
      : 0;
  }

  private lockedAs() {
    return { email: this.person?.email ?? "", displayName: this.account?.display_name ?? this.person?.name ?? "" };
  }

  private mustBeSignedIn(): SignedIn {
    if (!this.person) throw new CodedError("E_AUTH");
    return this.person;
  }

  private async mustHaveAccount(): Promise<WireAccount> {
    this.account = (await this.readAccount()) ?? null;
    if (!this.account) throw new CodedError("E_NO_KEYS");
    return this.account;
  }

  private set(view: SessionView): void {
    this.current = view;
    this.changed.emit();
  }
}
