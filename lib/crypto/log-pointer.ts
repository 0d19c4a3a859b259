/** Owns what signed positions mean to a log: giving one's own, and comparing those of others with the own transcript. */
import { type Bytes, equal } from "@/lib/base/bytes";
import { CodedError } from "@/lib/base/errors";
import { findEntry } from "@/lib/protocol/commit";
import { parsePointer, type Pointer, type PointerKind } from "@/lib/protocol/pointer";
import type { Signer } from "./commit-build";
import type { LogContext, NeedOutcome } from "./log-contract";
import { epochIndexAt, judgeSeen, type LogState, transcriptOf } from "./log-state";
import { signPointer, verifyPointer } from "./pointer";

/** A member's position, verified: this far the log has reached the member's device ("view") or eyes ("read"). */
export type CheckedPointer = Omit<Pointer, "conv" | "transcript"> & { readonly type: "pointer" };

/** The own position, signed. @throws E_RANGE if T of that position is not known */
export function pointerAt(state: LogState, kind: PointerKind, seq: number, signer: Signer, ctx: LogContext): Bytes {
  const known = seq >= Math.max(1, state.base.seq) && seq <= state.transcripts.seq;
  const transcript = known ? transcriptOf(state, seq, ctx) : undefined;
  if (!transcript) throw new CodedError("E_RANGE", "pointer");
  return signPointer(
    { kind, conv: state.conv, userId: signer.userId, seq, transcript, time: ctx.now() },
    signer.edSeed,
  );
}

/** The keys a user has had in the roster since a position, newest first. */
function keysSince(state: LogState, userId: Bytes, seq: number): Bytes[] {
  const rosters = new Set(state.epochs.slice(Math.max(0, epochIndexAt(state.epochs, seq))).map(({ roster }) => roster));
  const keys: Bytes[] = [];
  for (const roster of [...rosters].reverse()) {
    const key = findEntry(roster, userId)?.edPk;
    if (key && !keys.some((known) => equal(known, key))) keys.push(key);
  }
  return keys;
}

/**
 * Checks a pointer of a member. A position before the base is believed without comparison.
 * @throws E_FORMAT, E_RANGE, E_CONTEXT, E_SENDER, E_SIG, E_FORK (attributed to the pointer's author)
 */
export function checkPointerAgainst(state: LogState, bytes: Uint8Array, ctx: LogContext): CheckedPointer | NeedOutcome {
  const { kind, conv, userId, seq, transcript, time } = parsePointer(bytes);
  if (!equal(conv, state.conv)) throw new CodedError("E_CONTEXT");
  const keys = keysSince(state, userId, seq);
  if (keys.length === 0) throw new CodedError("E_SENDER");
  if (!keys.some((key) => verifyPointer(kind, bytes, key))) throw new CodedError("E_SIG");
  if (seq > state.transcripts.seq) return { type: "need", what: "events", after: state.transcripts.seq };
  const judged = judgeSeen(state, { seq, transcript }, ctx);
  if (judged === "unknown") return { type: "need", what: "transcript", seq };
  if (judged === "fork") throw new CodedError("E_FORK");
  return { type: "pointer", kind, userId, seq, time };
}
