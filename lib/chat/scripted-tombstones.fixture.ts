/** Owns deleting at the scripted server: the content goes, place and hash stay. */
import { CodedError } from "@/lib/base/errors";
import type { ScriptedServer } from "./scripted.fixture";
import type { ServerApi } from "./server-api";

export function tombstoneApi(server: ScriptedServer): Pick<ServerApi, "tombstone"> {
  return {
    tombstone: (_id, seqs) =>
      server.run("tombstone", () => {
        for (const seq of seqs) {
          const event = server.events[seq - 1];
          if (event?.kind !== 2) throw new CodedError("E_AUTHOR");
          server.events[seq - 1] = { ...event, body: null, sig: null, ct: null, epoch: 0, tombstone: "author" };
        }
      }),
  };
}
