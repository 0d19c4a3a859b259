/** Owns the rule by which a message has expired: its own server time, and how long the members have agreed to keep messages. Pure. */
import type { LogRow } from "@/lib/crypto/engine-api";
import type { Conversation } from "./conversation";

const dayMs = 86_400_000;

/** Server times up to this one have expired; null: messages are kept for ever. */
export function expiredUntil(retentionDays: number, now: number): number | null {
  return retentionDays === 0 ? null : now - retentionDays * dayMs;
}

/** Days that messages are kept, by the signed policy; before the log is open, by what the server says of it. */
export function keptDays({ log, summary }: Pick<Conversation, "log" | "summary">): number {
  return log?.retentionDays ?? summary.retention_days;
}

/** Whether a row holds something that can expire. */
export function holdsWords(row: LogRow): row is LogRow & { type: "message" | "unsupported" } {
  return row.type === "message" || row.type === "unsupported";
}

/** What is left of a row. */
export function expiredRow(row: LogRow & { type: "message" | "unsupported" }): LogRow {
  const { seq, at, transcript, hash } = row;
  return { seq, at, transcript, type: "tombstone", reason: "expired", hash };
}
