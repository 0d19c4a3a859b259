/** Owns what becomes of failures of work that nobody waits for. */
import { codeOf, type ErrorCode } from "@/lib/base/errors";

/**
 * Failures that background work may have without anything being wrong: the person has left (locked); the network or the
 * server is away, and the next occasion tries again; the disk is full, and what was to be cached can be had from the server.
 * Messages waiting to be sent are not among them: their failures are shown.
 */
const expected: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  "E_VAULT_LOCKED",
  "E_OFFLINE",
  "E_SERVER",
  "E_RATE",
  "E_AUTH",
  "E_STORAGE",
  "E_NOT_FOUND",
  "E_GAP",
  "E_FORK",
]);

/** True for failures that say nothing about our own code. */
export function isExpected(thrown: unknown): boolean {
  return expected.has(codeOf(thrown));
}

/** Lets work go on by itself. What is not expected stays an unhandled rejection: a bug must be seen. */
export function inBackground(work: Promise<unknown>): void {
  work.catch((thrown: unknown) => {
    if (!isExpected(thrown)) throw thrown;
  });
}
