/** Owns what a person changes of their own account while they are in: password, recovery code, when to lock, name. */
import type { WireAccount } from "@/lib/protocol/wire";
import { credentials } from "./credentials-by-need";
import type { SessionDeps } from "./deps";
import type { ThisBrowser } from "./this-browser";
import type { UnlockThrottle } from "./throttle";
import type { Me } from "./view";
import type { Visit } from "./visit";

/** What of the session a change needs. */
interface Changing {
  visit(): Visit;
  /** As it is served, where that can be had in a moment. @throws E_NO_KEYS */
  account(): Promise<WireAccount>;
  change(changes: Partial<Me>): void;
}

export class AccountChanges {
  private readonly deps: SessionDeps;
  private readonly here: ThisBrowser;
  private readonly throttle: UnlockThrottle;
  private readonly session: Changing;

  constructor(
    { deps, here, throttle }: { deps: SessionDeps; here: ThisBrowser; throttle: UnlockThrottle },
    session: Changing,
  ) {
    this.deps = deps;
    this.here = here;
    this.throttle = throttle;
    this.session = session;
  }

  async password(current: string, next: string): Promise<void> {
    const { replacePassword } = await credentials();
    const account = await this.session.account();
    await this.throttle.guard(() => this.deps.engine.checkPassword(account, current));
    await replacePassword(this.deps, account, this.session.visit().signedIn.email, next, current);
    await this.here.keep(await this.session.account(), 0);
  }

  /** Resolves to the new code. */
  async recoveryCode(current: string): Promise<string> {
    const { replaceRecoveryCode } = await credentials();
    const proof = { email: this.session.visit().signedIn.email, current, throttle: this.throttle };
    const code = await replaceRecoveryCode(this.deps, await this.session.account(), proof, () => this.here.save());
    this.session.change({ recoveryConfirmed: false });
    return code;
  }

  async idleLock(minutes: number | null): Promise<void> {
    this.session.change({ idleLockMinutes: minutes });
    await this.here.lockAfter(minutes);
  }

  async name(displayName: string): Promise<void> {
    const visit = this.session.visit();
    const { handle, display_name, ...served } = await this.deps.accounts.rename(displayName);
    // Only the name is taken from the answer: whether the keys are still what they were is for the look at them to say.
    visit.account = { ...served, ...visit.account, handle, display_name };
    await this.here.keep(visit.account, 0);
    this.session.change({ displayName: display_name });
  }
}
