/** Owns the rule by which a message has expired: its own server time, and how long the members have agreed to keep messages. Pure. */
import type { LogRow } from "@/lib/crypto/engine-api";
import type { GenesisInput } from "@/lib/crypto/membership-api";
import type { Conversation } from "./conversation";
import type { ChatDeps } from "./deps";

const dayMs = 86_400_000;

/** Server times up to this one have expired; null: messages are kept for ever. */
export function expiredUntil(retentionDays: number, now: number): number | null {
  return retentionDays === 0 ? null : now - retentionDays * dayMs;
}

/** The same for a conversation: an open room may have been cleared by hand up to a later moment. */
export function goneUntil({ log, summary }: Pick<Conversation, "log" | "summary">, now: number): number | null {
  const expired = expiredUntil(log?.retentionDays ?? 0, now);
  const cleared = summary.room?.kept_since ?? null;
  return cleared === null ? expired : Math.max(expired ?? 0, cleared - 1);
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

/** How long messages are kept where nobody has chosen; notes are kept for ever. */
export function usualDays({ retentionDays }: Pick<ChatDeps, "retentionDays">, { form }: Pick<GenesisInput, "form">) {
  return retentionDays === undefined || form === "note" ? {} : { retentionDays };
}
