/** Owns finding out who comes to this page: from the login, or, where there is no network, from what this browser remembers. */
import type { Clock } from "@/lib/base/clock";
import { CodedError, codeOf } from "@/lib/base/errors";
import type { WireAccount } from "@/lib/protocol/wire";
import type { SessionDeps } from "./deps";
import type { SignedIn } from "./login";
import { patiently } from "./patience";
import type { Visit } from "./visit";

/** Who it is. `away`: nobody was asked; the login has to be looked at again once there is a network. */
export interface Arrival {
  readonly person: SignedIn;
  readonly away: boolean;
}

/** A network that does not answer within this time is none, for a browser that can open by itself. Milliseconds. */
const patienceMs = 4_000;

export class Arrivals {
  private readonly deps: SessionDeps;
  private readonly clock: Clock;
  /** What was taken on trust has turned out to be otherwise: from now on the server is asked first, whatever the browser says of the network. */
  private asking = false;

  private readonly session: { visit(): Visit; again(): Promise<void> };

  /** @param session whose visit it is, and what begins it anew */
  constructor(deps: SessionDeps, clock: Clock, session: { visit(): Visit; again(): Promise<void> }) {
    this.deps = deps;
    this.clock = clock;
    this.session = session;
  }

  /**
   * A browser that keeps this person's store opens without the network; any other has to wait for it.
   * @throws E_AUTH nobody is signed in; E_OFFLINE and its like where nothing is remembered
   */
  async arrive(): Promise<Arrival> {
    const { login, stores } = this.deps;
    const remembered = this.asking ? null : await login.remembered();
    const kept = remembered !== null && (await stores.has(remembered.userId).catch(() => false));
    if (!kept) return { person: await login.current(), away: false };
    const away: Arrival = { person: remembered, away: true };
    if (!this.deps.online()) return away;
    const asked = login.current().then(
      (person): Arrival => ({ person, away: false }),
      (thrown: unknown) => {
        if (codeOf(thrown) !== "E_OFFLINE") throw thrown;
        return away;
      },
    );
    let cancel = () => {};
    const slow = new Promise<Arrival>((resolve) => {
      cancel = this.clock.after(patienceMs, () => resolve(away));
    });
    return Promise.race([asked, slow]).finally(() => cancel());
  }

  /**
   * A visit that began away is looked at as soon as there is a network, while it lasts. Where login or keys are not what they
   * were taken to be, all begins again, and then says why.
   */
  async confirm(): Promise<void> {
    const visit = this.session.visit();
    const { person, account: before } = visit;
    const stays = () => this.session.visit() === visit;
    try {
      await patiently(this.clock, stays, async () => {
        const { userId } = await this.deps.login.current();
        const account = await this.deps.accounts.account();
        const same = userId === person?.userId && account && before && sameKeys(account, before);
        if (!same) throw new CodedError("E_AUTH", "not as remembered");
        Object.assign(visit, { account, away: false });
      });
    } catch (thrown) {
      this.asking = true;
      if (stays()) await this.session.again();
      if (codeOf(thrown) === "E_UNEXPECTED") throw thrown;
    }
  }
}

function sameKeys(a: WireAccount, b: WireAccount): boolean {
  return a.statements.join() === b.statements.join() && a.bundle.version === b.bundle.version;
}
