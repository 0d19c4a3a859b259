/** Owns saving the sealed store at once, for changes that must not wait; another device's write is merged first. */
import { codeOf } from "@/lib/base/errors";
import type { Engine } from "@/lib/crypto/engine-api";

/** What it takes to save: the two calls of the account. */
export interface StoreServer {
  putStore(expectedVersion: number, body: string): Promise<{ version: number }>;
  readStore(): Promise<{ version: number; body: string }>;
}

const maxRounds = 4;

/** Saves the store if it has changed. @throws E_VERSION after losing several races in a row; what the calls throw */
export async function saveSettings(engine: Engine, server: StoreServer): Promise<void> {
  for (let round = 1; ; round++) {
    const toSave = await engine.storeToSave();
    if (!toSave) return;
    try {
      const { version } = await server.putStore(toSave.expectedVersion, toSave.body);
      return await engine.storeSaved(version);
    } catch (thrown) {
      if (codeOf(thrown) !== "E_VERSION" || round === maxRounds) throw thrown;
      const { body, version } = await server.readStore();
      await engine.storeMerge(body, version);
    }
  }
}
