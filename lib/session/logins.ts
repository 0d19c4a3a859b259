/** Owns the calls about where a person is signed in: listing and ending. */
import * as v from "valibot";
import { whole } from "@/lib/base/narrow";
import { wireTime } from "@/lib/protocol/wire";
import type { Supabase } from "@/lib/supabase/client";
import { call } from "@/lib/supabase/rpc";
import { deviceLabel } from "./device";
import type { LoginView } from "./view";

const wireLogin = v.pipe(
  v.object({
    id: v.string(),
    current: v.nullable(v.boolean()),
    created_at: wireTime,
    used_at: wireTime,
    label: v.nullable(v.string()),
    agent: v.nullable(v.string()),
    remembered: v.nullable(v.boolean()),
  }),
  v.transform(({ id, current, created_at, used_at, label, agent, remembered }): LoginView => ({
    id,
    current: current ?? false,
    createdAt: created_at,
    usedAt: used_at,
    label: label ?? (agent ? deviceLabel(agent) : null),
    remembered: remembered ?? false,
  })),
);

const ended = v.object({ ended: whole });

/** Every method rejects with a CodedError. */
export interface LoginsApi {
  /** This one first, then the last used. */
  list(): Promise<LoginView[]>;
  end(id: string): Promise<void>;
  /** Resolves to how many there were. */
  endOthers(): Promise<number>;
}

export function createLoginsApi(client: Supabase): LoginsApi {
  return {
    list: () => call(client, "sessions", {}, v.array(wireLogin)),
    end: async (id) => {
      await call(client, "session_end", { id }, ended);
    },
    endOthers: async () => (await call(client, "sessions_end_others", {}, ended)).ended,
  };
}
