/** Owns what the scripted server answers to somebody who has been away. */
import { fromBase64 } from "@/lib/base/bytes";
import { parseCommit } from "@/lib/protocol/commit";
import type { WireEvent } from "@/lib/protocol/wire";
import type { ServerApi } from "./server-api";
import type { ScriptedServer } from "./scripted.fixture";

export function syncApi(server: ScriptedServer, me: string): Pick<ServerApi, "sync"> {
  return {
    sync: (cursors) =>
      server.run("sync", () => {
        const now = server.now();
        const after = cursors[server.id];
        if (!server.spans.of(me)) return { now, conversations: [], gone: Object.keys(cursors) };
        const fresh = server.spans
          .visible(me, server.events)
          .filter((event) => event.seq > (after ?? Number.MAX_SAFE_INTEGER));
        const news = server.id !== "" && (after === undefined || fresh.length > 0);
        return { now, conversations: news ? [{ ...server.summary(me), events: fresh, more: false }] : [], gone: [] };
      }),
  };
}

/** How long messages are kept, by the newest commit. */
export function agreedDays(events: readonly WireEvent[]): number {
  const body = events.findLast(({ kind }) => kind === 1)?.body;
  return body ? parseCommit(fromBase64(body)).policy.retentionDays : 365;
}
