/** Owns the contract of messages that are sealed now and put into the log later. */
import type { Body } from "@/lib/protocol/body";
import type { Envelope } from "./engine-api";

/** A message of one's own outside the log. */
export interface OpenedLater {
  readonly msgId: string;
  readonly epoch: number;
  readonly body: Body;
}

/** Part of the engine. */
export interface LaterEngine {
  /** Seals a body on a writer chain of its own: what is sent meanwhile does not wait for it. @throws E_HALTED, E_NOT_MEMBER, E_STALE_EPOCH */
  sealLater(conversation: string, msgId: string, body: Body): Promise<Envelope>;
  /** Opens what this person has sealed so. @throws E_SENDER, E_SIG, E_CONTEXT, E_EPOCH, E_EPOCH_KEY and others: it is none, or of keys that are gone */
  openLater(conversation: string, envelope: Pick<Envelope, "hdr" | "sig" | "ct">): Promise<OpenedLater>;
}
