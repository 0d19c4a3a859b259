/** Owns finding out who comes to this page: from what this browser remembers, or else from the login. */
import type { Clock } from "@/lib/base/clock";
import { CodedError, codeOf } from "@/lib/base/errors";
import { Emitter } from "@/lib/base/emitter";
import type { WireAccount } from "@/lib/protocol/wire";
import type { SessionDeps } from "./deps";
import type { SignedIn } from "./login";
import { passes, patiently } from "./patience";
import type { ThisBrowser } from "./this-browser";
import type { Me } from "./view";
import type { Visit } from "./visit";

/** Who it is. `away`: nobody was asked yet; login and keys are looked at while the person is reading already. */
export interface Arrival {
  readonly person: SignedIn;
  readonly away: boolean;
}

/** A network that has said nothing by then is not waited for. Milliseconds. */
const momentMs = 2_000;

/** What of the session an arrival needs. */
interface Arriving {
  visit(): Visit;
  /** Lets go of everything and begins anew. */
  again(): Promise<void>;
  /** The server does not know this login. */
  signedOutElsewhere(): Promise<void>;
  signOut(): Promise<void>;
  change(changes: Partial<Me>): void;
}

export class Arrivals {
  /** What the account keeps has been read again after it was opened: other devices have changed it. */
  readonly renewed = new Emitter();
  /** Login and keys of this visit have been looked at, or begun anew because of what was seen. */
  looked: Promise<void> = Promise.resolve();
  /** It has been tried once. */
  private tried: Promise<void> = Promise.resolve();
  private readonly deps: SessionDeps;
  private readonly clock: Clock;
  private readonly here: ThisBrowser;
  /** What was taken on trust has turned out to be otherwise: from now on the server is asked first. */
  private asking = false;
  private readonly session: Arriving;

  /** @param session whose visits they are */
  constructor({ deps, clock, here }: { deps: SessionDeps; clock: Clock; here: ThisBrowser }, session: Arriving) {
    this.deps = deps;
    this.clock = clock;
    this.here = here;
    this.session = session;
  }

  /**
   * A browser that keeps this person's store opens at once, whatever the network does; any other has to wait for it.
   * @throws E_AUTH nobody is signed in; E_OFFLINE and its like where nothing is remembered
   */
  async arrive(): Promise<Arrival> {
    const { login, stores } = this.deps;
    const remembered = this.asking ? null : await login.remembered();
    const kept = remembered !== null && (await stores.has(remembered.userId).catch(() => false));
    return kept ? { person: remembered, away: true } : { person: await login.current(), away: false };
  }

  /**
   * A visit that nobody was asked about is looked at as soon as there is a network, while it lasts. Where login or keys are not what they
   * were taken to be, all begins again, and then says why.
   */
  confirm(): Promise<void> {
    return (this.looked = this.look());
  }

  /** For what had better not rely on what this device remembers, such as a password: waits for the first look, if only for a moment. */
  async soon(): Promise<void> {
    let cancel = () => {};
    const late = new Promise<void>((resolve) => (cancel = this.clock.after(momentMs, resolve)));
    await Promise.race([this.tried, late]).finally(() => cancel());
  }

  /** Ended from another browser: whatever is kept here goes, as if it had been asked for here. */
  async leaveIfEnded(): Promise<void> {
    const visit = this.session.visit();
    if (!(await this.isAlive()) && this.session.visit() === visit) await this.session.signOut();
  }

  /** What was asked with a login that has been renewed in the meantime is asked again: the one before has been ended. */
  private async isAlive(): Promise<boolean> {
    const { accounts } = this.deps;
    return (await accounts.alive()) || (await accounts.alive());
  }

  private async look(): Promise<void> {
    const visit = this.session.visit();
    const stays = () => this.session.visit() === visit;
    let end = () => {};
    this.tried = new Promise((resolve) => (end = resolve));
    try {
      await patiently(this.clock, stays, () => this.lookAt(visit).finally(end));
    } catch (thrown) {
      // Locked in the meantime, and all of it as remembered: there is nothing to begin anew.
      if (codeOf(thrown) === "E_VAULT_LOCKED") return;
      // A fault of ours says nothing about login and keys.
      if (codeOf(thrown) === "E_UNEXPECTED") throw thrown;
      this.asking = true;
      if (stays()) await this.session.again();
    }
  }

  private async lookAt(visit: Visit): Promise<void> {
    const { person, account: before } = visit;
    const seen = await this.ask();
    if (this.session.visit() !== visit) return;
    if (seen === "refused") return this.session.signedOutElsewhere();
    if (!seen.alive) return this.session.signOut();
    // What was decided here in the meantime is newer than the answer.
    if (visit.account !== before) return this.lookAt(visit);
    const { userId, account } = seen;
    const same = userId === person?.userId && account && before && sameKeys(account, before);
    if (!same) throw new CodedError("E_AUTH", "not as remembered");
    visit.account = account;
    visit.away = false;
    const settings = await this.here.follow(account);
    if (this.session.visit() !== visit) return;
    if (settings) this.renewed.emit();
    if (visit.account !== account) await this.here.keep(visit.account, 0);
    const { handle, display_name: displayName } = visit.account;
    this.session.change({ handle, displayName, ...settings, idleLockMinutes: this.here.idleMinutes });
  }

  /**
   * Login and account as they are served, and whether the login was ended from another browser. An answer that makes no sense, such
   * as one of something that stands before the server, is as good as none: nobody is sent away for it.
   * @throws E_OFFLINE, E_SERVER, E_RATE; E_UNEXPECTED
   */
  private async ask(): Promise<{ userId: string; account: WireAccount | null; alive: boolean } | "refused"> {
    const { login, accounts } = this.deps;
    try {
      const { userId } = await login.current();
      const answers = Promise.all([accounts.account(), this.isAlive()]);
      const [account, alive] = await answers.catch((thrown: unknown) => this.otherToken(thrown));
      return { userId, account, alive };
    } catch (thrown) {
      if (codeOf(thrown) === "E_AUTH") return "refused";
      if (passes(thrown) || codeOf(thrown) === "E_UNEXPECTED") throw thrown;
      throw new CodedError("E_SERVER", "no answer", { cause: thrown });
    }
  }

  /** The database refuses a token that Auth may be glad to renew, such as where this computer's clock is slow: Auth has the last word. */
  private async otherToken(thrown: unknown): Promise<never> {
    if (codeOf(thrown) !== "E_AUTH") throw thrown;
    await this.deps.login.refresh();
    throw new CodedError("E_SERVER", "another token", { cause: thrown });
  }
}

function sameKeys(a: WireAccount, b: WireAccount): boolean {
  return a.statements.join() === b.statements.join() && a.bundle.version === b.bundle.version;
}
