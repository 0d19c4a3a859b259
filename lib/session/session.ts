/** Owns who is signed in on this client and whether their keys are open: one state, changed only by the commands here. */
import { type Clock, systemClock } from "@/lib/base/clock";
import { CodedError, codeOf } from "@/lib/base/errors";
import { Emitter } from "@/lib/base/emitter";
import { Serial } from "@/lib/base/serial";
import type { Unlocked } from "@/lib/crypto/engine-api";
import type { WireAccount } from "@/lib/protocol/wire";
import type { LocalStore } from "@/lib/storage/local-store";
import { AccountChanges } from "./account-changes";
import { type Arrival, Arrivals } from "./arrival";
import type { SessionDeps } from "./deps";
import { Door, type MadeKeys, type WayIn } from "./door";
import type { SignedIn } from "./login";
import { patiently } from "./patience";
import { ThisBrowser } from "./this-browser";
import { UnlockThrottle } from "./throttle";
import type { LockReason, Me, SessionCommands, SessionView } from "./view";
import { Visit } from "./visit";

export class Session implements SessionCommands {
  readonly changed = new Emitter();
  private readonly deps: SessionDeps;
  private readonly clock: Clock;
  private readonly throttle = new UnlockThrottle();
  private readonly here: ThisBrowser;
  private readonly door: Door;
  readonly arrivals: Arrivals;
  private readonly changes: AccountChanges;
  /** One way in after the other: one that is overtaken closes what it has opened before the next begins. */
  private readonly ways = new Serial();
  private current: SessionView = { state: "starting" };
  /** Another object as soon as the person has left: work that was begun for one visit ends where it finds another. */
  private visit = new Visit();
  /** A sign-in of this page is under way: what it changes needs no reaction. */
  private signingIn = false;

  constructor(deps: SessionDeps, clock: Clock = systemClock) {
    this.deps = deps;
    this.clock = clock;
    this.here = new ThisBrowser(deps);
    this.door = new Door(deps, this.here);
    const visit = () => this.visit;
    const change = (changes: Partial<Me>) => this.change(changes);
    this.arrivals = new Arrivals(
      { deps, clock, here: this.here },
      {
        visit,
        again: () => this.restart(),
        signedOutElsewhere: () => this.signedOutElsewhere(),
        signOut: () => this.signOut(),
        change,
      },
    );
    const changing = { visit, account: () => this.mustHaveAccount(), change };
    this.changes = new AccountChanges({ deps, here: this.here, throttle: this.throttle }, changing);
  }

  get view(): SessionView {
    return this.current;
  }

  /** This person's store while ready. */
  get store(): LocalStore {
    return this.here.store;
  }

  /** Finds out who is signed in here and opens what this device remembers. Without a network it goes on trying. */
  readonly start = (): Promise<void> => (this.visit.started ??= this.startNow(this.visit));

  async signUp(input: { name: string; email: string; password: string; sharedComputer: boolean }): Promise<void> {
    const { name, email, password, sharedComputer } = input;
    await this.deps.engine.demandStrong(password);
    this.here.choose(sharedComputer);
    await this.deps.login.signUp(email, await this.deps.engine.authSecret(email, password), name);
    this.visit.signUp(name, email, password);
  }

  async confirmCode(email: string, code: string): Promise<void> {
    await this.becomes(() => this.deps.login.confirmCode(email, code));
    await this.resume("new-device");
  }

  async confirmLink(tokenHash: string, type: "signup" | "recovery" | "email_change"): Promise<void> {
    await this.becomes(() => this.deps.login.confirmLink(tokenHash, type));
    if (type !== "recovery") return this.resume("new-device");
    this.visit.resetting = true; // the next step is a new password; nothing is open before
    this.set(this.visit.locked("password-reset"));
    await this.deps.engine.lock();
  }

  async signIn(input: { email: string; password: string; sharedComputer: boolean }): Promise<void> {
    const { email, password } = input;
    this.here.choose(input.sharedComputer);
    const secret = await this.deps.engine.authSecret(email, password);
    await this.becomes(() => this.deps.login.signIn(email, secret));
    this.visit.typed = { email, password };
    await this.resume("new-device");
  }

  async createKeys(input: { handle: string; displayName: string; password?: string }): Promise<void> {
    const { visit } = this;
    const password = input.password ?? visit.password;
    if (!password) throw new CodedError("E_CREDENTIALS");
    const made = await this.door.makeKeys(visit.signedIn, password, input);
    visit.typed = made ? null : { email: visit.signedIn.email, password };
    if (!made) return this.resume("new-device");
    await this.keepCode(visit, made);
  }

  async confirmRecovery(): Promise<void> {
    await this.deps.engine.putSettings({ recoveryConfirmed: true });
    await this.here.save();
    if (this.current.state === "keep-recovery-code") this.enter(true); // locked in the meantime, it stays locked
    else this.change({ recoveryConfirmed: true });
  }

  readonly postponeRecovery = (): void => this.enter(false);

  readonly unlock = (password: string): Promise<void> =>
    this.guarded((account) => this.door.open(account, { kind: "password", password }));

  async unlockWithRecoveryCode(code: string, newPassword: string | null): Promise<void> {
    const { visit } = this;
    const password = visit.newPassword(newPassword);
    await this.guarded((account) => this.door.openWithCode(account, visit.signedIn.email, code, password));
  }

  async startOver(newPassword: string | null): Promise<void> {
    const { visit } = this;
    const password = visit.newPassword(newPassword);
    const before = await this.mustHaveAccount();
    await this.keepCode(visit, await this.door.startOver(before, visit.signedIn.email, password));
  }

  readonly lock = (): void => void this.lockFor("asked");

  /** The person has been away. */
  async lockFor(reason: LockReason): Promise<void> {
    if (this.current.state !== "ready") return;
    this.set(this.visit.locked(reason));
    await this.deps.engine.lock();
    await this.here.lock();
  }

  async signOut(): Promise<void> {
    this.visit.signedOut = true;
    this.visit = new Visit();
    this.set({ state: "signed-out" });
    await this.deps.engine.lock();
    try {
      await this.here.forget();
    } finally {
      await this.deps.login.signOut();
    }
  }

  /** Another tab has signed out and empties the disk itself, or the server does not know this login: the disk keeps what it has, behind the password. */
  async signedOutElsewhere(): Promise<void> {
    if (this.current.state !== "signed-out") await this.letGo({ state: "signed-out" });
  }

  /** The login of this browser, in whatever tab it was made. If it is somebody else's now, this tab follows. */
  async loginBelongsTo(userId: string): Promise<void> {
    if (!this.signingIn && (this.visit.person?.userId ?? userId) !== userId) await this.restart();
  }

  readonly requestReset = (email: string): Promise<void> => this.deps.login.requestReset(email);

  async setNewPassword(password: string): Promise<void> {
    const { visit } = this;
    // An open page that somebody walked away from must not be enough to take the account over.
    if (!visit.resetting) throw new CodedError("E_AUTH", "no recovery link");
    await this.deps.engine.demandStrong(password);
    await this.deps.login.setPassword(await this.deps.engine.authSecret(visit.signedIn.email, password));
    visit.choose(visit.signedIn.email, password);
    await this.resume("password-reset");
  }

  readonly changePassword = (current: string, next: string): Promise<void> => this.changes.password(current, next);

  readonly newRecoveryCode = (current: string): Promise<string> => this.changes.recoveryCode(current);

  readonly setIdleLock = (minutes: number | null): Promise<void> => this.changes.idleLock(minutes);

  readonly rename = (displayName: string): Promise<void> => this.changes.name(displayName);

  private async startNow(visit: Visit): Promise<void> {
    const wanted = () => this.visit === visit && this.current.state === "starting";
    try {
      await patiently(this.clock, wanted, async () => {
        const arrival = await this.arrivals.arrive();
        if (wanted()) await this.resume("new-device", arrival);
      });
      if (this.visit === visit && visit.away) void this.arrivals.confirm();
    } catch (thrown) {
      if (!wanted()) return;
      this.set(this.visit.stuck(codeOf(thrown)));
      if (codeOf(thrown) === "E_UNEXPECTED") throw thrown;
    }
  }

  /** Signs in by whatever means. Whoever was here before is let go of first. */
  private async becomes(signIn: () => Promise<SignedIn>): Promise<void> {
    this.signingIn = true;
    try {
      const person = await signIn();
      if ((this.visit.person ?? person).userId !== person.userId) await this.letGo({ state: "starting" });
      this.visit = this.visit.signedInAs(person);
    } finally {
      this.signingIn = false;
    }
  }

  /** Signed in: read the account, and open it with what is at hand (the password just typed, or this device). */
  private async resume(reason: LockReason, arrival?: Arrival): Promise<void> {
    const visit = Object.assign(this.visit, arrival);
    await this.here.recall(visit.signedIn.userId);
    const account = await this.door.readAccount(visit.away);
    this.mustStay(visit);
    visit.account = account;
    if (!account) return this.set(visit.needsKeys());
    const { password } = visit;
    visit.typed = null;
    await this.ways.run(() => this.entering(visit, account, () => this.door.openAtHand(account, password), reason));
  }

  /** Runs a way in; null: there is none at hand. Keys that it has opened do not stay open if it fails, or if the person has left. */
  private async entering(visit: Visit, account: WireAccount, open: WayIn, otherwise: LockReason): Promise<void> {
    const { here } = this;
    try {
      this.mustStay(visit);
      const unlocked = await open();
      this.mustStay(visit);
      if (unlocked) await here.keep({ ...account, store: unlocked.restored ?? account.store }, unlocked.generation);
      this.mustStay(visit);
      if (unlocked) return this.enter(unlocked.settings.recoveryConfirmed);
    } catch (thrown) {
      if (visit.signedOut) await here.forget();
      if (this.current.state !== "ready") await this.deps.engine.lock();
      throw thrown;
    }
    this.set(visit.locked((await here.knownGeneration()) > 0 && otherwise === "new-device" ? "asked" : otherwise));
  }

  /** A way in that may be guessed at. */
  private async guarded(open: (account: WireAccount) => Promise<Unlocked>): Promise<void> {
    const { visit } = this;
    const account = await this.mustHaveAccount();
    const enter = () => this.entering(visit, account, () => open(account), "asked");
    await this.throttle.guard(() => this.ways.run(enter));
  }

  /** New keys are open: nothing else before their recovery code has been seen. */
  private async keepCode(visit: Visit, { account, recoveryCode: code }: MadeKeys): Promise<void> {
    visit.account = account;
    if (this.visit === visit) return this.set({ state: "keep-recovery-code", code });
    if (visit.signedOut) await this.here.forget();
    await this.deps.engine.lock();
    throw new CodedError("E_AUTH", "left");
  }

  private enter(recoveryConfirmed: boolean): void {
    this.visit.forgetPasswords();
    this.set(this.visit.ready(recoveryConfirmed, this.here));
  }

  /** Forgets the visit and closes what it had open; the disk keeps what it has. Signed out, it opens with the password only. */
  private async letGo(view: SessionView): Promise<void> {
    this.visit = new Visit();
    this.set(view);
    await Promise.all([this.here.close(view.state === "signed-out"), this.deps.engine.lock()]);
  }

  private async restart(): Promise<void> {
    await this.letGo({ state: "starting" });
    await this.start();
  }

  private async mustHaveAccount(): Promise<WireAccount> {
    await this.arrivals.soon();
    const account = await this.door.readAccount(this.visit.away);
    if (!account) throw new CodedError("E_NO_KEYS");
    return (this.visit.account = account);
  }

  /** @throws E_AUTH they have left */
  private mustStay(visit: Visit): void {
    if (this.visit !== visit) throw new CodedError("E_AUTH", "left");
  }

  private change(change: Partial<Me>): void {
    if (this.current.state === "ready") this.set({ state: "ready", me: { ...this.current.me, ...change } });
  }

  private set(view: SessionView): void {
    if (JSON.stringify(view) === JSON.stringify(this.current)) return;
    this.current = view;
    this.changed.emit();
  }
}
