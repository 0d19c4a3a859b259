/** Owns the cold start of a log: the whole commit chain from the genesis, without the content between. */
import { type Bytes, equal } from "@/lib/base/bytes";
import { CodedError } from "@/lib/base/errors";
import { parseCommit, type Roster } from "@/lib/protocol/commit";
import { WriterChains } from "./log-chains";
import type { Pins } from "./knowledge";
import { halt, replayCommit } from "./log-commit";
import type { Anchor, LogContext, LogEvent, Outcome } from "./log-contract";
import { emptyState, type LogState } from "./log-state";
import { keyOf, TranscriptWindow } from "./log-window";

function rosterOf(commit: LogEvent): Roster {
  try {
    return commit.body ? parseCommit(commit.body).roster : [];
  } catch {
    return [];
  }
}

/** Everybody in any of the rosters who has not been looked up: one request instead of one per commit. */
function strangers(commits: readonly LogEvent[], ctx: LogContext): Bytes[] {
  const users = new Map<string, Bytes>();
  for (const { userId, stmtHash } of commits.flatMap(rosterOf)) {
    if (!users.has(keyOf(userId)) && ctx.identity(userId, stmtHash) === undefined) users.set(keyOf(userId), userId);
  }
  return [...users.values()];
}

/**
 * Checks the commits up to the anchor in a new state. Leave events among the messages in between are not seen: removals by
 * leave are believed from the author's signature, as by every newcomer. The problem is a need (the state is to be dropped) or
 * a halt. @throws E_FORK for a wrong T_0
 */
export function startState(
  conv: Bytes,
  pins: Pins,
  commits: readonly LogEvent[],
  anchor: Anchor,
  ctx: LogContext,
): { readonly state: LogState; readonly problem: Outcome | null } {
  const state = emptyState(conv, pins);
  if (anchor.seq === 0 && !equal(anchor.transcript, state.base.transcript)) throw new CodedError("E_FORK", "T_0");
  const past = commits.filter(({ seq }) => seq <= anchor.seq);
  const users = strangers(past, ctx);
  if (users.length > 0) return { state, problem: { type: "need", what: "identities", users } };
  // No message up to the anchor is seen here.
  state.blindSeq = anchor.seq;
  state.newestReplayed = Math.max(0, ...commits.map(({ seq }) => seq));
  let before = 0;
  for (const commit of past) {
    const inOrder = commit.kind === 1 && (before === 0 ? commit.seq === 1 : commit.seq > before);
    const problem = inOrder ? replayCommit(state, commit, ctx) : halt(state, commit.seq, "E_CHAIN");
    if (problem) return { state, problem };
    before = commit.seq;
  }
  if (anchor.seq === 0) return { state, problem: null };
  if (past.length === 0) return { state, problem: halt(state, 1, "E_CHAIN") };
  state.proof = state.base;
  state.base = anchor;
  state.transcripts = new TranscriptWindow(anchor.seq, anchor.transcript);
  state.chains = new WriterChains(false);
  return { state, problem: null };
}
