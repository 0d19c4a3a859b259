/** Owns what a screen shows of messages that wait for their time, and what may be done with them. */
import type { ErrorCode } from "@/lib/base/errors";
import type { TextExtras } from "./view-message";

export interface LaterView {
  readonly id: string;
  /** ms since 1970 */
  readonly at: number;
  /** Null: what the server holds cannot be opened any more. */
  readonly text: string | null;
  /**
   * waiting: goes out at its time · late: its time passed while the keys were others, and it was not sent · refused: not
   * taken, see `code` · unreadable: sealed with keys that are gone.
   */
  readonly state: "waiting" | "late" | "refused" | "unreadable";
  readonly code: ErrorCode | null;
}

/** What a list says of them: all wait for their time, or one did not go out and asks for its author. */
export type LaterMark = "waiting" | "stuck";

/** Every promise rejects with a CodedError; nothing has changed then. */
export interface LaterCommands {
  /** @throws E_INPUT there are a hundred already */
  plan(text: string, extras: TextExtras, at: number): Promise<void>;
  /** @throws E_VERSION changed on another device, or sent, meanwhile */
  change(id: string, text: string, mentions: readonly string[], at: number): Promise<void>;
  /** False: it was sent in this very moment. */
  cancel(id: string): Promise<boolean>;
  sendNow(id: string): Promise<void>;
}

/** Messages one person may have waiting, in all conversations. */
export const maxScheduled = 100;
