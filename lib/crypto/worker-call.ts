/** Owns the shapes of messages between a page and its crypto worker. */
import type { ErrorCode } from "@/lib/base/errors";
import type { Engine } from "./engine-api";

/** First message: what the deployment trusts. */
export interface WorkerSetup {
  /** Hashes of moderation roots, 64 hex digits each. */
  readonly modRoots: readonly string[];
}

export interface WorkerCall {
  readonly id: number;
  readonly method: keyof Engine;
  readonly args: readonly unknown[];
}

export type WorkerAnswer =
  | { readonly id: number; readonly ok: true; readonly value: unknown }
  | { readonly id: number; readonly ok: false; readonly code: ErrorCode };
