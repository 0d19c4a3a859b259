/** Owns saving the sealed store at once, for changes that must not wait; another device's write is merged first. */
import { codeOf } from "@/lib/base/errors";
import type { Engine } from "@/lib/crypto/engine-api";
import type { WireAccount, WireStore } from "@/lib/protocol/wire";
import type { LocalStore } from "@/lib/storage/local-store";

/** What it takes to save: the two calls of the account. */
export interface StoreServer {
  putStore(expectedVersion: number, body: string): Promise<{ version: number }>;
  readStore(): Promise<WireStore>;
  readAccount(): Promise<WireAccount>;
  /** Some of the stores that were replaced before this version, newest first; none: there are no more. */
  storeHistory(before: number): Promise<readonly WireStore[]>;
}

const maxRounds = 4;

/** More versions are not kept. */
const maxPages = 64;

/** The next start, which begins with what this browser keeps, finds what was decided since the last one, too. */
export async function keepHere(here: Pick<LocalStore, "keepAccountStore">, store: WireStore): Promise<void> {
  await here.keepAccountStore(store).catch((thrown: unknown) => {
    // A full disk keeps the older one: what is newer comes with the account.
    if (codeOf(thrown) !== "E_STORAGE") throw thrown;
  });
}

/** Saves the store if it has changed. Resolves to how it stands on the server, if it was read or written. @throws E_VERSION after losing several races in a row; what the calls throw */
export async function saveSettings(engine: Engine, server: StoreServer): Promise<WireStore | null> {
  let taken: WireStore | null = null;
  for (let round = 1; ; round++) {
    const toSave = await engine.storeToSave();
    if (!toSave) return taken;
    try {
      const { body, expectedVersion } = toSave;
      const { version } = await server.putStore(expectedVersion, body);
      await engine.storeSaved(version);
      return { version, body };
    } catch (thrown) {
      if (codeOf(thrown) !== "E_VERSION" || round === maxRounds) throw thrown;
      const served = await server.readStore();
      taken = (await takeIn(engine, server, served)) ? served : null;
    }
  }
}

/**
 * Takes in the served store. One that nobody can open was written by somebody without the key: what was before it is
 * restored. False in that case.
 */
export async function takeIn(engine: Engine, server: StoreServer, { body, version }: WireStore): Promise<boolean> {
  try {
    await engine.storeMerge(body, version);
    return true;
  } catch (thrown) {
    if (codeOf(thrown) !== "E_COMMIT") throw thrown;
    const account = await server.readAccount();
    await engine.storeRestore({ ...account, earlier: await earlierStores(server, account.store.version) });
    return false;
  }
}

/** Every store that was replaced and is still kept, newest first. */
export async function earlierStores(server: Pick<StoreServer, "storeHistory">, before: number): Promise<WireStore[]> {
  const found: WireStore[] = [];
  for (let page = 0; page < maxPages; page++) {
    const more = await server.storeHistory(found.at(-1)?.version ?? before);
    if (more.length === 0) break;
    found.push(...more);
  }
  return found;
}
