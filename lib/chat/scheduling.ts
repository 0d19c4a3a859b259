/** Owns leaving one sealed message with the server for later: under the newest keys, after the commits that have to come first. */
import { CodedError, codeOf } from "@/lib/base/errors";
import type { Body } from "@/lib/protocol/body";
import type { Conversation } from "./conversation";
import type { WireScheduled } from "./scheduled-api";

/** Rounds of catching up and sealing again before giving up. */
const maxRounds = 6;

export interface Plan {
  readonly msgId: string;
  readonly body: Body;
  /** ms since 1970 */
  readonly at: number;
  /** Of what it replaces; 0: nothing. */
  readonly version: number;
}

/** @throws why nothing may be sent here, or what the server says: E_VERSION, E_MSG_ID, E_INPUT, E_OFFLINE, … */
export async function leaveWithServer(conversation: Conversation, plan: Plan): Promise<WireScheduled> {
  const { deps, id, sender } = conversation;
  const { msgId, body, at, version } = plan;
  let staleAt: number | null = null;
  await conversation.load();
  for (let round = 0; round < maxRounds; round++) {
    const refusal = sender.refusal();
    if (refusal) throw new CodedError(refusal);
    await conversation.review();
    const reason = conversation.log?.mustCommit ?? (sender.rotationDue(staleAt) ? 5 : null);
    if (reason !== null) {
      await conversation.commit(reason);
      staleAt = null;
      continue;
    }
    const { hdr, sig, ct } = await deps.engine.sealLater(id, msgId, body);
    try {
      const left = await deps.server.schedule({ hdr, sig, ct }, at, version);
      return { conversation: id, msg_id: msgId, version: left.version, at, returned: null, hdr, sig, ct };
    } catch (thrown) {
      if (codeOf(thrown) !== "E_STALE_EPOCH") throw thrown;
      staleAt = conversation.log?.epoch ?? null;
      await conversation.catchUp();
    }
  }
  throw new CodedError("E_SERVER", "epoch keeps changing");
}
