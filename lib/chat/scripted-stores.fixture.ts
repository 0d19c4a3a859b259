/** Owns the sealed stores of everybody at the scripted server: compare-and-swap, and a hint to the person's other devices. */
import { CodedError } from "@/lib/base/errors";
import { asServed } from "./as-served.fixture";
import type { ScriptedServer } from "./scripted.fixture";
import type { ServerApi } from "./server-api";

export interface Stored {
  readonly version: number;
  readonly body: string;
}

export function storeApi(server: ScriptedServer, me: string): Pick<ServerApi, "putStore" | "readStore" | "storeSince"> {
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
        server.stores.set(me, { of: server.people.get(me)?.account, version: version + 1, body });
        for (const [key, inbox] of server.inboxes) if (key.startsWith(me)) inbox.account({ store: version + 1 });
        return { version: version + 1 };
      }),
    readStore: () => server.run("readStore", stored),
    storeSince: (known) => server.run("storeSince", () => (stored().version === known ? null : stored())),
  };
}
