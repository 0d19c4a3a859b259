/** Owns opening an account here, with the password of the login or with what this browser keeps, and what comes with it. */
import { CodedError, codeOf } from "@/lib/base/errors";
import type { Unlocked, UnlockWith } from "@/lib/crypto/engine-api";
import type { WireAccount } from "@/lib/protocol/wire";
import { credentials } from "./credentials-by-need";
import type { SessionDeps } from "./deps";
import { earlierStores } from "./settings";
import type { SignedIn } from "./login";
import type { ThisBrowser } from "./this-browser";

/** Tries to open an account; null: there is no way in at hand. */
export type WayIn = () => Promise<Unlocked | null>;

/** New keys, open in the engine, and the code that opens them when everything else is lost. */
export interface MadeKeys {
  readonly account: WireAccount;
  readonly recoveryCode: string;
}

export class Door {
  private readonly deps: SessionDeps;
  private readonly here: ThisBrowser;

  constructor(deps: SessionDeps, here: ThisBrowser) {
    this.deps = deps;
    this.here = here;
  }

  /**
   * The account from the server or, without a network, as this device remembers it; null: no keys exist yet.
   * `away`: the network is known to be gone, and is not asked.
   * @throws E_ROLLBACK the server denies keys that this device has seen
   */
  async readAccount(away = false): Promise<WireAccount | null> {
    const kept = away ? await this.here.rememberedAccount() : null;
    if (kept) return kept;
    let account: WireAccount | null;
    try {
      account = await this.deps.accounts.account();
    } catch (thrown) {
      const remembered = codeOf(thrown) === "E_OFFLINE" ? await this.here.rememberedAccount() : null;
      if (!remembered) throw thrown;
      return remembered;
    }
    if (!account && (await this.here.knownGeneration()) > 0) throw new CodedError("E_ROLLBACK", "account");
    return account;
  }

  /**
   * Makes keys and registers them; they are open then. Null: an earlier try, whose answer was lost, has made them already.
   * @throws E_HANDLE_TAKEN, E_INPUT and what the calls throw; nothing is open then
   */
  async makeKeys(
    { userId, email }: SignedIn,
    password: string,
    { handle, displayName, password: typedNow }: { handle: string; displayName: string; password?: string },
  ): Promise<MadeKeys | null> {
    const { engine, accounts, login } = this.deps;
    const secret = await engine.authSecret(email, password);
    // Whoever signed up last with this address chose the login's password, and that need not be who confirmed it.
    await (typedNow ? login.check(email, secret) : login.setPassword(secret));
    const { recoveryCode, ...parts } = await engine.createAccount({ userId, password });
    try {
      const account = await accounts.register({ handle, displayName, ...parts });
      await this.here.keep(account, 1);
      return { account, recoveryCode };
    } catch (thrown) {
      await engine.lock();
      if (codeOf(thrown) !== "E_EXISTS") throw thrown;
      return null;
    }
  }

  /**
   * Makes everything of an account anew whose password, code and devices are lost; it is open then.
   * @throws E_LOGIN_OLD, E_VERSION and what the calls throw; nothing is open then
   */
  async startOver(before: WireAccount, email: string, password: string): Promise<MadeKeys> {
    const { engine, accounts, login } = this.deps;
    await engine.demandStrong(password);
    // The login first: stopping after it leaves the account as it was, and the person can begin again.
    await login.setPassword(await engine.authSecret(email, password));
    const { recoveryCode, ...made } = await engine.startOver(before, password, await this.here.knownGeneration());
    try {
      const account = await accounts.startOver(before, made);
      await this.here.empty();
      await this.here.keep(account, account.statements.length);
      return { account, recoveryCode };
    } catch (thrown) {
      await engine.lock();
      throw thrown;
    }
  }

  /** Opens the account. @throws E_COMMIT wrong password or code, E_ROLLBACK, what the engine throws */
  async open(account: WireAccount, by: UnlockWith): Promise<Unlocked> {
    const known = await this.here.knownGeneration();
    return this.restoring(account, (served) => this.deps.engine.unlock(served, by, known));
  }

  /** Opens the account with the recovery code, after which the new password opens it as well, and signs in. */
  async openWithCode(account: WireAccount, email: string, code: string, newPassword: string): Promise<Unlocked> {
    const { replacePassword } = await credentials();
    const unlocked = await this.open(account, { kind: "recovery", code });
    await replacePassword(this.deps, account, email, newPassword);
    return unlocked;
  }

  /** Opens the account with the password of this login (null: not known) or, failing that, with what this device keeps. Null: with neither. */
  async openAtHand(account: WireAccount, password: string | null): Promise<Unlocked | null> {
    if (password === null) return this.openHere(account);
    try {
      const unlocked = await this.open(account, { kind: "password", password });
      // It signs in and unlocks: what it does not open is left over from an interrupted change.
      for (const slotId of unlocked.staleSlots) await this.deps.accounts.deleteSlot(slotId).catch(() => undefined);
      return unlocked;
    } catch (thrown) {
      // The login has been reset by mail: this password opens the door, not the history.
      if (codeOf(thrown) !== "E_COMMIT") throw thrown;
    }
    const unlocked = await this.openHere(account);
    // What this device still opens, the new password shall open on the next one. Failing now, it is done at another sign-in.
    if (unlocked)
      await credentials()
        .then(({ replacePassphraseSlots }) => replacePassphraseSlots(this.deps, account, password))
        .catch(() => undefined);
    return unlocked;
  }

  private async openHere(account: WireAccount): Promise<Unlocked | null> {
    return this.restoring(account, (served) => this.here.unlock(served));
  }

  /** Where the store was written over by somebody without the key, the account opens with what was before it. */
  private async restoring<U extends Unlocked | null>(
    account: WireAccount,
    unlock: (account: WireAccount) => Promise<U>,
  ): Promise<U> {
    const unlocked = await unlock(account).catch(async (thrown: unknown) => {
      if (codeOf(thrown) !== "E_SPOILED") throw thrown;
      return unlock({ ...account, earlier: await earlierStores(this.deps.accounts, account.store.version) });
    });
    return unlocked && ((await this.opened({ ...account, store: unlocked.restored ?? account.store }, unlocked)) as U);
  }

  private async opened(account: WireAccount, unlocked: Unlocked): Promise<Unlocked> {
    const settings = await this.here.restoreStore(account);
    return settings ? { ...unlocked, settings } : unlocked;
  }
}
