/** Owns replacing the ways into an account, in an order in which stopping anywhere leaves a way in. */
import { codeOf } from "@/lib/base/errors";
import type { WireAccount } from "@/lib/protocol/wire";
import type { SessionDeps } from "./deps";
import { saveSettings } from "./settings";

type Deps = Pick<SessionDeps, "engine" | "accounts" | "login">;

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
  await engine.demandStrong(password);
  await replacePassphraseSlots(deps, account, password, async () => {
    const secret = await engine.authSecret(email, password);
    try {
      await login.setPassword(secret);
    } catch (thrown) {
      if (current === undefined || codeOf(thrown) !== "E_LOGIN_OLD") throw thrown;
      await login.renew(email, await engine.authSecret(email, current));
      await login.setPassword(secret);
    }
  });
}

/** New passphrase slot, then whatever has to come in between, then the old ones go. The engine must be unlocked. */
export async function replacePassphraseSlots(
  { engine, accounts }: Pick<Deps, "engine" | "accounts">,
  account: WireAccount,
  password: string,
  between?: () => Promise<void>,
): Promise<void> {
  const slotId = await accounts.putSlot(await engine.passwordSlot(password));
  await between?.();
  for (const old of account.slots) {
    if (old.kind === 1 && old.slot_id !== slotId) await accounts.deleteSlot(old.slot_id);
  }
}

/**
 * New recovery slot, then the old ones go. Resolves to the new code, which the person has not confirmed yet: the reminder is
 * saved before anything else, and once the new slot is stored nothing keeps its code from being shown.
 */
export async function replaceRecoveryCode({ engine, accounts }: Deps, account: WireAccount): Promise<string> {
  await engine.putSettings({ recoveryConfirmed: false });
  await saveSettings(engine, accounts);
  const { slot, code } = await engine.recoverySlot();
  await accounts.putSlot(slot);
  for (const old of account.slots) if (old.kind === 2) await accounts.deleteSlot(old.slot_id).catch(() => undefined);
  return code;
}
