/** Owns the calls about messages that wait for their time: one method per function, answers parsed. */
import * as v from "valibot";
import { whole } from "@/lib/base/narrow";
import type { Envelope } from "@/lib/crypto/engine-api";
import { wireTime, wireVersion } from "@/lib/protocol/wire";
import type { Supabase } from "@/lib/supabase/client";
import { call } from "@/lib/supabase/rpc";

const wireScheduled = v.object({
  conversation: v.string(),
  msg_id: v.string(),
  version: whole,
  at: wireTime,
  /** Code with which the log refused it; null while it waits. */
  returned: v.nullable(v.string()),
  hdr: v.string(),
  sig: v.string(),
  ct: v.string(),
});
export type WireScheduled = v.InferOutput<typeof wireScheduled>;

const wireTakenBack = v.object({ taken_back: v.boolean() });

/** A sealed message without its hash; base64. */
export type Sealing = Pick<Envelope, "hdr" | "sig" | "ct">;

/** Every method rejects with a CodedError. */
export interface ScheduledApi {
  /** Those of the own person, the next one first. */
  scheduled(): Promise<WireScheduled[]>;
  /** `version`: of what it replaces, 0 for a new one. @throws E_STALE_EPOCH, E_VERSION, E_MSG_ID (in the log already), E_INPUT (too many, too far ahead) */
  schedule(sealing: Sealing, at: number, version: number): Promise<{ version: number }>;
  /** False: it was not there any more. */
  unschedule(msgId: string): Promise<boolean>;
}

export function createScheduledApi(client: Supabase): ScheduledApi {
  return {
    scheduled: () => call(client, "scheduled", {}, v.array(wireScheduled)),
    schedule: ({ hdr, sig, ct }, at, version) =>
      call(
        client,
        "schedule",
        { hdr, sig, ct, at: new Date(at).toISOString(), expected_version: version },
        wireVersion,
      ),
    unschedule: async (msgId) => (await call(client, "unschedule", { message: msgId }, wireTakenBack)).taken_back,
  };
}
