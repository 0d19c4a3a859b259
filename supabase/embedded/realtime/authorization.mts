/** Owns the probes of the policies on realtime.messages: what a person may read and write on a private topic. */
import pg from "pg";
import type { Claims } from "./token.mts";

export type Extension = "broadcast" | "presence";

/** For whom and where a probe runs. */
export interface Subject {
  /** Without the prefix `realtime:`. */
  topic: string;
  claims: Claims;
  /** Handed to policies as `request.headers`. */
  headers: Record<string, string>;
}

export type ProbeFailure = "policy" | "unavailable" | "canceled" | "partition" | "pool";

/** A probe that gave no answer. "policy": a policy raised, or the role does not exist. */
export class ProbeError extends Error {
  readonly failure: ProbeFailure;

  constructor(failure: ProbeFailure, cause: unknown) {
    super(cause instanceof Error ? cause.message : "probe failed", { cause });
    this.failure = failure;
  }
}

export interface Authorizer {
  /** Which of `extensions` the select policies show. @throws ProbeError */
  readable(subject: Subject, extensions: Extension[]): Promise<Set<Extension>>;
  /** Which of `extensions` the insert policies allow. @throws ProbeError */
  writable(subject: Subject, extensions: Extension[]): Promise<Set<Extension>>;
}

/** Probes on a pool of their own, so that slow policies never hold up the feed. */
export function createAuthorizer(pool: pg.Pool): Authorizer {
  const ask = async (name: "readable" | "writable", { topic, claims, headers }: Subject, extensions: Extension[]) => {
    const { rows } = await pool.query<{ extensions: Extension[] }>({
      name,
      text: `select embedded_realtime.${name}($1, $2, $3, $4) as extensions`,
      values: [topic, JSON.stringify(claims), JSON.stringify(headers), extensions],
    });
    return new Set(rows[0]?.extensions);
  };
  const probe = async (...question: Parameters<typeof ask>) => {
    for (let left = pool.options.max; ; left--) {
      try {
        return await ask(...question);
      } catch (error) {
        if (left === 0 || !wasCut(error)) throw new ProbeError(failureOf(error), error);
      }
    }
  };
  return {
    readable: (subject, extensions) => probe("readable", subject, extensions),
    writable: (subject, extensions) => probe("writable", subject, extensions),
  };
}

/** Whether a connection that had died in the pool was the only trouble: then the question may be asked on another. */
function wasCut(error: unknown): boolean {
  if (error instanceof pg.DatabaseError) return error.code === "57P01";
  return error instanceof Error && /terminated|not queryable|ECONNRESET|EPIPE/.test(error.message);
}

function failureOf(error: unknown): ProbeFailure {
  if (!(error instanceof pg.DatabaseError)) {
    return error instanceof Error && error.message.startsWith("timeout exceeded") ? "pool" : "unavailable";
  }
  if (error.code === "57014") return "canceled";
  if (error.code === "23514" && error.message.startsWith("no partition")) return "partition";
  return /^(08|53|57P|XX)/.test(error.code ?? "") ? "unavailable" : "policy";
}
