/** Owns replacing the ways into an account, in an order in which stopping anywhere leaves a way in. */
import type { WireAccount } from "@/lib/protocol/wire";
import type { SessionDeps } from "./deps";
import { saveSettings } from "./settings";

type Deps = Pick<SessionDeps, "engine" | "accounts" | "login">;

/** New passphrase slot, then the login secret, then the old passphrase slots. The engine must be unlocked. */
export async function replacePassword(
  deps: Deps,
  account: WireAccount,
  email: string,
  password: string,
): Promise<void> {
  const { engine, accounts, login } = deps;
  await engine.demandStrong(password);
  const slotId = await accounts.putSlot(await engine.passwordSlot(password));
  await login.setPassword(await engine.authSecret(email, password));
  for (const old of account.slots) {
    if (old.kind === 1 && old.slot_id !== slotId) await accounts.deleteSlot(old.slot_id);
  }
}

/** New recovery slot, then the old ones go. Resolves to the new code, which the person has not confirmed yet. */
export async function replaceRecoveryCode({ engine, accounts }: Deps, account: WireAccount): Promise<string> {
  const { slot, code } = await engine.recoverySlot();
  await accounts.putSlot(slot);
  for (const old of account.slots) if (old.kind === 2) await accounts.deleteSlot(old.slot_id);
  await engine.putSettings({ recoveryConfirmed: false });
  await saveSettings(engine, accounts);
  return code;
}
