/** Owns the sealed stores of everybody at the scripted server: compare-and-swap, and a hint to the person's other devices. */
import { CodedError } from "@/lib/base/errors";
import { asServed } from "./as-served.fixture";
import type { ScriptedServer } from "./scripted.fixture";
import type { ServerApi } from "./server-api";

export interface Stored {
  readonly version: number;
  readonly body: string;
  /** What was written over, newest first. */
  readonly earlier?: readonly Stored[];
}

export function storeApi(
  server: ScriptedServer,
  me: string,
): Pick<ServerApi, "putStore" | "readStore" | "readAccount" | "storeHistory" | "storeSince"> {
  const stored = (): Stored => {
    const person = server.people.get(me);
    const written = server.stores.get(me);
    // An account made anew brought a store of its own.
    if (written && written.of === person?.account) return written;
    return person ? asServed(me, person).store : { version: 0, body: "" };
  };
  return {
    putStore: (version, body) =>
      server.run("putStore", () => {
        if (stored().version !== version) throw new CodedError("E_VERSION");
        const { earlier = [], ...before } = stored();
        server.stores.set(me, {
          of: server.people.get(me)?.account,
          version: version + 1,
          body,
          earlier: [before, ...earlier],
        });
        for (const [key, inbox] of server.inboxes) if (key.startsWith(me)) inbox.account({ store: version + 1 });
        return { version: version + 1 };
      }),
    readStore: () => server.run("readStore", stored),
    readAccount: () =>
      server.run("readAccount", () => {
        const person = server.people.get(me);
        if (!person) throw new CodedError("E_NO_KEYS");
        return { ...asServed(me, person), store: stored() };
      }),
    storeHistory: (before) =>
      server.run("storeHistory", () => (stored().earlier ?? []).filter(({ version }) => version < before).slice(0, 2)),
    storeSince: (known) => server.run("storeSince", () => (stored().version === known ? null : stored())),
  };
}
