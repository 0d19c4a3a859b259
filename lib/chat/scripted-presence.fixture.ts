/** Owns what the scripted server does about presence: who was here, who hides, what they say. */
import type { ScriptedServer } from "./scripted.fixture";
import type { ServerApi } from "./server-api";

export interface PresenceRow {
  readonly seenAt: number | null;
  readonly hidden: boolean;
  readonly status: string | null;
  readonly until: number | null;
}

const absent: PresenceRow = { seenAt: null, hidden: false, status: null, until: null };

export function presenceApi(
  server: ScriptedServer,
  me: string,
): Pick<ServerApi, "present" | "presenceHide" | "statusPut" | "presenceOf" | "onlineCount"> {
  const row = (userId: string) => server.presence.get(userId) ?? absent;
  const change = (next: Partial<PresenceRow>) => server.presence.set(me, { ...row(me), ...next });
  return {
    present: () => server.run("present", () => void (row(me).hidden ? null : change({ seenAt: Date.now() }))),
    presenceHide: (hidden) => server.run("presenceHide", () => void change({ hidden, seenAt: null })),
    statusPut: (status, until) => server.run("statusPut", () => void change({ status, until })),
    onlineCount: () =>
      server.run("onlineCount", () =>
        row(me).hidden ? null : [...server.presence.values()].filter(({ seenAt }) => seenAt !== null).length,
      ),
    presenceOf: (ids) =>
      server.run("presenceOf", () =>
        ids
          .filter((userId) => server.presence.has(userId))
          .map((userId) => {
            const { seenAt, hidden, status, until } = row(userId);
            const seen = row(me).hidden || seenAt === null ? null : ("online" as const);
            return { userId, seen, hidden: userId === me ? hidden : null, status, until };
          }),
      ),
  };
}
