/** Owns who is signed in on this client and whether their keys are open: one state, changed only by the commands here. */
import { CodedError, codeOf } from "@/lib/base/errors";
import { Emitter } from "@/lib/base/emitter";
import type { Unlocked } from "@/lib/crypto/engine-api";
import type { WireAccount } from "@/lib/protocol/wire";
import type { LocalStore } from "@/lib/storage/local-store";
import type { SessionDeps } from "./deps";
import { ThisBrowser } from "./this-browser";
import type { SignedIn } from "./login";
import { replacePassphraseSlots, replacePassword, replaceRecoveryCode } from "./credentials";
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
  private readonly here: ThisBrowser;
  /** Known between sign-up or sign-in and the making of keys or the unlocking, then forgotten. */
  private password: string | null = null;
  private signedUp: { name: string; email: string } | null = null;
  /** A mail has just proved whose login this is: a new password may be set without the old one. */
  private resetting = false;
  private idleMinutes: number | null = null;

  constructor(deps: SessionDeps) {
    this.deps = deps;
    this.here = new ThisBrowser(deps);
  }

  get view(): SessionView {
    return this.current;
  }

  /** This person's store while ready. */
  get store(): LocalStore {
    return this.here.store;
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
    await this.deps.engine.demandStrong(password);
    this.here.choose(input.sharedComputer);
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
    this.resetting = type === "recovery";
    if (this.resetting) this.set({ state: "locked", ...this.lockedAs(), reason: "password-reset" });
    else await this.resume("new-device");
  }

  async signIn(input: { email: string; password: string; sharedComputer: boolean }): Promise<void> {
    const { email, password } = input;
    this.here.choose(input.sharedComputer);
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
    await this.here.keep(this.account, 1);
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
        await this.deps.engine.unlock(account, { kind: "password", password }, await this.here.knownGeneration()),
      );
    });
  }

  async unlockWithRecoveryCode(code: string, newPassword: string): Promise<void> {
    const account = await this.mustHaveAccount();
    const person = this.mustBeSignedIn();
    await this.throttle.guard(async () => {
      const unlocked = await this.deps.engine.unlock(
        account,
        { kind: "recovery", code },
        await this.here.knownGeneration(),
      );
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
    // An open page that somebody walked away from must not be enough to take the account over.
    if (!this.resetting) throw new CodedError("E_AUTH", "no recovery link");
    await this.deps.engine.demandStrong(password);
    await this.deps.login.setPassword(await this.deps.engine.authSecret(email, password));
    this.resetting = false;
    this.password = password;
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
    if (this.account) await this.here.keep(this.account, this.account.statements.length);
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
    await this.here.recall(person.userId);
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

  /** Opens the account with the password of this login or, failing that, with what this device keeps. Null: with neither. */
  private async tryUnlock(account: WireAccount): Promise<Unlocked | null> {
    const { engine, accounts } = this.deps;
    const { password } = this;
    if (password === null) return this.here.unlock(account);
    try {
      const by = { kind: "password" as const, password };
      const unlocked = await engine.unlock(account, by, await this.here.knownGeneration());
      // It signs in and unlocks: what it does not open is left over from an interrupted change.
      for (const slotId of unlocked.staleSlots) await accounts.deleteSlot(slotId).catch(() => undefined);
      return unlocked;
    } catch (thrown) {
      // The login has been reset by mail: this password opens the door, not the history.
      if (codeOf(thrown) !== "E_COMMIT") throw thrown;
    }
    this.password = null;
    const unlocked = await this.here.unlock(account);
    // What this device still opens, the new password shall open on the next one. Failing now, it is done at another sign-in.
    if (unlocked) await replacePassphraseSlots(this.deps, account, password).catch(() => undefined);
    return unlocked;
  }

  /** The account from the server or, without a network, as this device remembers it. */
  private async readAccount(): Promise<WireAccount | null> {
    try {
      return await this.deps.accounts.account();
    } catch (thrown) {
      const account = codeOf(thrown) === "E_OFFLINE" ? await this.here.rememberedAccount() : null;
      if (!account) throw thrown;
      return account;
    }
  }

  private async entered(account: WireAccount, unlocked: Unlocked): Promise<void> {
    this.account = account;
    this.password = null;
    await this.here.keep(account, unlocked.generation);
    this.enter(unlocked.settings.recoveryConfirmed);
  }

  private enter(recoveryConfirmed: boolean): void {
    const person = this.mustBeSignedIn();
    const { handle = "", display_name: displayName = "" } = this.account ?? {};
    const me = { userId: person.userId, handle, displayName, email: person.email, recoveryConfirmed };
    const idleLockMinutes = this.idleMinutes ?? (this.here.shared ? 15 : null);
    this.set({ state: "ready", me: { ...me, remembered: !this.here.shared, idleLockMinutes } });
  }

  private async forgetHere(): Promise<void> {
    await this.here.forget();
    this.account = null;
    this.person = null;
    this.password = null;
    this.signedUp = null;
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
