/** Owns replacing the ways into an account, in an order in which stopping anywhere leaves a way in. */
import { codeOf } from "@/lib/base/errors";
import type { WireAccount } from "@/lib/protocol/wire";
import type { SessionDeps } from "./deps";
import type { UnlockThrottle } from "./throttle";

type Deps = Pick<SessionDeps, "engine" | "accounts" | "login">;

/** Who asks for new credentials shows the password there is: an open page that somebody walked away from is not enough. */
export interface Proof {
  readonly email: string;
  readonly current: string;
  readonly throttle: UnlockThrottle;
}

/**
 * New passphrase slot, then the login secret, then the old passphrase slots. The engine must be unlocked. `current`: the
 * password until now, with which a login that is too old is made anew. @throws E_LOGIN_OLD without it
 */
export async function replacePassword(
  deps: Deps,
  account: WireAccount,
  email: string,
  password: string,
  current?: string,
): Promise<void> {
  const { engine, login } = deps;
  const renewed = async (secret: string) => login.renew(email, secret);
  await engine.demandStrong(password);
  const secret = await engine.authSecret(email, password);
  await replacePassphraseSlots(deps, account, password, {
    between: () =>
      current === undefined
        ? login.setPassword(secret)
        : withRecentLogin(
            () => login.setPassword(secret),
            async () => renewed(await engine.authSecret(email, current)),
          ),
    renew: () => renewed(secret),
  });
}

/** Does something for which the login may be too old, and once more after signing in anew. */
async function withRecentLogin(act: () => Promise<unknown>, renew: () => Promise<void>): Promise<void> {
  try {
    await act();
  } catch (thrown) {
    if (codeOf(thrown) !== "E_LOGIN_OLD") throw thrown;
    await renew();
    await act();
  }
}

/**
 * New passphrase slot, then whatever has to come in between, then the old ones go; for that the login may have to be made
 * anew. The engine must be unlocked. @throws E_LOGIN_OLD without `renew`
 */
export async function replacePassphraseSlots(
  { engine, accounts }: Pick<Deps, "engine" | "accounts">,
  account: WireAccount,
  password: string,
  steps: { readonly between: () => Promise<void>; readonly renew: () => Promise<void> } | null = null,
): Promise<void> {
  const slotId = await accounts.putSlot(await engine.passwordSlot(password));
  await steps?.between();
  for (const old of account.slots) {
    if (old.kind !== 1 || old.slot_id === slotId) continue;
    const forget = () => accounts.deleteSlot(old.slot_id);
    await (steps ? withRecentLogin(forget, steps.renew) : forget());
  }
}

/**
 * New recovery slot, then the old ones go. Resolves to the new code, which the person has not confirmed yet: the reminder is
 * saved (`save`) before anything else, and once the new slot is stored nothing keeps its code from being shown.
 */
export async function replaceRecoveryCode(
  { engine, accounts, login }: Deps,
  account: WireAccount,
  { email, current, throttle }: Proof,
  save: () => Promise<void>,
): Promise<string> {
  await throttle.guard(() => engine.checkPassword(account, current));
  await engine.putSettings({ recoveryConfirmed: false });
  await save();
  const { slot, code } = await engine.recoverySlot();
  await accounts.putSlot(slot);
  const renew = async () => login.renew(email, await engine.authSecret(email, current));
  for (const old of account.slots) {
    if (old.kind !== 2) continue;
    await withRecentLogin(() => accounts.deleteSlot(old.slot_id), renew).catch(() => undefined);
  }
  return code;
}
