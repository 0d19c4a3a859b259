/** Owns what the scripted server answers to somebody who has been away. */
import { fromBase64 } from "@/lib/base/bytes";
import { parseCommit } from "@/lib/protocol/commit";
import type { WireEvent, WireSummary } from "@/lib/protocol/wire";
import type { ServerApi } from "./server-api";
import type { ScriptedServer } from "./scripted.fixture";

export function syncApi(server: ScriptedServer, me: string): Pick<ServerApi, "sync" | "close" | "erase"> {
  const change = (call: string, what: Partial<NonNullable<WireSummary["lifecycle"]>>) =>
    server.run(call, () => {
      if (server.lifecycle) server.lifecycle = { ...server.lifecycle, ...what };
      for (const inbox of server.inboxes.values()) inbox.changed({ conversation: server.id });
    });
  return {
    close: (_id, closed) =>
      change("close", { closed_at: closed ? new Date().toISOString() : null, closed_by: closed ? me : null }),
    erase: (_id, wanted) =>
      change("erase", {
        deletes_at: wanted ? new Date(server.now() + 7 * 86_400_000).toISOString() : null,
        wishes: wanted ? [me] : [],
      }),
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

export function membersOf({ spans, pointers }: ScriptedServer): WireSummary["members"] {
  return spans.present().map((user_id) => ({
    ...{ user_id, role: 1, party_role: null },
    joined_seq: spans.of(user_id)?.joined ?? 1,
    read: pointers.get(`${user_id} read`) ?? null,
    view: pointers.get(`${user_id} view`) ?? null,
  }));
}
