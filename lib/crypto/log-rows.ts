/** Owns the plain form in which outcomes of the log leave the worker, and the view of a log's state. */
import { type Bytes, bytesToUuid, toBase64 } from "@/lib/base/bytes";
import type { BuiltCommit } from "./commit-build";
import { contextHash } from "./commit-hash";
import type { Envelope, LogRow, Need, Progress, SealedCommit } from "./engine-api";
import type { Outcome } from "./log-contract";
import type { Sealed } from "./log-send";

export type Alarm = Progress["alarms"][number];

type RowOutcome = Exclude<Outcome, { type: "need" } | { type: "halt" }>;

/** The row of an outcome that has a place in the log. */
export function rowOf(outcome: RowOutcome): LogRow {
  const base = { seq: outcome.seq, at: outcome.at, transcript: toBase64(outcome.transcript) };
  switch (outcome.type) {
    case "message": {
      const { body, seen, marks } = outcome;
      const [author, msgId, hash] = [bytesToUuid(outcome.author), bytesToUuid(outcome.msgId), toBase64(outcome.hash)];
      return { ...base, type: "message", author, msgId, hash, body, seen, marks };
    }
    case "unsupported":
      return {
        ...{ ...base, type: "unsupported", hash: toBase64(outcome.hash) },
        ...{ author: bytesToUuid(outcome.author), msgId: bytesToUuid(outcome.msgId) },
      };
    case "unreadable":
      return { ...base, type: "unreadable", author: outcome.author && bytesToUuid(outcome.author), code: outcome.code };
    case "tombstone":
      return { ...base, type: "tombstone", reason: outcome.reason, hash: toBase64(outcome.hash) };
    case "commit":
      return { ...base, ...commitRow(outcome) };
  }
}

function commitRow(outcome: RowOutcome & { type: "commit" }) {
  const ids = (users: readonly Uint8Array[]) => users.map((userId) => bytesToUuid(userId));
  return {
    type: "commit" as const,
    author: bytesToUuid(outcome.author),
    reason: outcome.reason,
    seen: outcome.seen,
    added: ids(outcome.added),
    removed: ids(outcome.removed),
    keyChanged: ids(outcome.keyChanged),
    moderatorsAdded: ids(outcome.moderatorsAdded),
    moderatorsRemoved: ids(outcome.moderatorsRemoved),
    policyChanged: outcome.policyChanged,
    retentionDays: outcome.retentionDays,
    ...(outcome.lifetime && { lifetime: outcome.lifetime }),
    ...(outcome.roleChanged.length > 0 && {
      roles: outcome.roleChanged.map(({ userId, role }) => ({ userId: bytesToUuid(userId), role })),
    }),
    ...(outcome.mayAddChanged && { mayAdd: outcome.policy.add }),
    ...(outcome.titleChanged !== null && { title: outcome.titleChanged }),
  };
}

/** What has to be fetched, in plain form. */
export function needOf(outcome: Outcome & { type: "need" }): Need {
  if (outcome.what === "identities") return { what: "identities", users: outcome.users.map((id) => bytesToUuid(id)) };
  if (outcome.what === "events") return { what: "events", after: outcome.after };
  return outcome.what === "transcript" ? { what: "transcript", seq: outcome.seq } : { what: "moderation" };
}

/** Anomalies that an outcome is marked with. */
export function alarmsOf(outcome: Outcome): Alarm[] {
  if (!("marks" in outcome)) return [];
  const author = bytesToUuid(outcome.author);
  const fork: Alarm[] = outcome.marks.includes("fork")
    ? [{ code: "E_FORK", userId: outcome.forkWith ? bytesToUuid(outcome.forkWith) : author }]
    : [];
  return outcome.marks.includes("gap") ? [...fork, { code: "E_CHAIN", userId: author }] : fork;
}

/** Context hash of `<kind>:<id>`, or zeros for a conversation that belongs to nothing. */
export function contextOf(context: string | null): Bytes {
  if (context === null) return new Uint8Array(32);
  const colon = context.indexOf(":");
  return contextHash(context.slice(0, colon), context.slice(colon + 1));
}

/** A commit as the server takes it. */
export function wireCommit({ body, sig, boxes, metadata, hash }: BuiltCommit): SealedCommit {
  return {
    body: toBase64(body),
    sig: toBase64(sig),
    boxes: toBase64(boxes),
    metadata: metadata && toBase64(metadata),
    hash: toBase64(hash),
  };
}

/** A sealed message as it goes out. */
export function wireMessage({ hdr, sig, ct, hash }: Sealed): Envelope {
  return { hdr: toBase64(hdr), sig: toBase64(sig), ct: toBase64(ct), hash: toBase64(hash) };
}
