/** Owns opening a message of one's own that waits outside the log for its time. */
import { type Bytes, equal } from "@/lib/base/bytes";
import { CodedError } from "@/lib/base/errors";
import { type Body, parseBody } from "@/lib/protocol/body";
import { findEntry } from "@/lib/protocol/commit";
import { parseMessageHeader } from "@/lib/protocol/message-header";
import type { LogState } from "./log-state";
import { type MessageEnvelope, openMessage } from "./message";

export interface OwnMessage {
  readonly msgId: Bytes;
  /** It may enter the log while this is the newest. */
  readonly epoch: number;
  readonly body: Body;
}

/**
 * What the own user signed in an epoch of this log that is known here, whether or not it still is the newest.
 * @throws E_SENDER somebody else's, E_EPOCH, E_EPOCH_KEY, and as openMessage
 */
export function openOwnMessage(state: LogState, envelope: MessageEnvelope, me: Bytes): OwnMessage {
  const { epoch } = parseMessageHeader(envelope.hdr);
  const record = state.epochs[epoch - 1];
  if (!record) throw new CodedError("E_EPOCH");
  if (!record.msgKey) throw new CodedError("E_EPOCH_KEY");
  const mine = (userId: Bytes) => (equal(userId, me) ? findEntry(record.roster, me)?.edPk : undefined);
  const place = { conv: state.conv, epoch, commitHash: record.hash };
  const { header, body } = openMessage(place, envelope, mine, record.msgKey);
  const parsed = parseBody(body);
  if (parsed === "unsupported") throw new CodedError("E_FORMAT", "body");
  return { msgId: header.msgId, epoch, body: parsed };
}
