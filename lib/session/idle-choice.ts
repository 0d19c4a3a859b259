/** Owns the person's choice of when to lock, one for their own computers and one for shared ones: it follows them, sealed. */
import type { Engine } from "@/lib/crypto/engine-api";

const nameOf = (shared: boolean) => (shared ? "idle:shared" : "idle:own");

/** Minutes, or null for never; undefined: nothing was chosen for this kind of computer. The engine must be unlocked. */
export async function readIdleChoice(engine: Engine, shared: boolean): Promise<number | null | undefined> {
  const chosen = (await engine.registers())[nameOf(shared)];
  if (chosen === "never") return null;
  return typeof chosen === "number" && chosen > 0 ? chosen : undefined;
}

/** Writes the choice into the sealed store, which is to be saved then. */
export async function putIdleChoice(engine: Engine, shared: boolean, minutes: number | null): Promise<void> {
  await engine.putRegisters({ [nameOf(shared)]: minutes ?? "never" });
}
