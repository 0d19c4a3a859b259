/** Owns the contract of what a client has to know to judge a commit, and how a check says that it is missing. */
import type { Bytes } from "@/lib/base/bytes";
import type { Statement } from "./identity";
import type { Moderation } from "./moderator";
import type { Leave } from "./standing";

/** What this client knows of people and of moderation. */
export interface Knowledge {
  /**
   * The statement of a user with this hash, from the user's verified and pinned chain. undefined: not looked up yet.
   * null: looked up, the user has no such statement.
   */
  identity(userId: Bytes, statementHash: Bytes): Statement | null | undefined;
  /** True if the person at this client accepted this reset, or never trusted an earlier statement of that user. */
  resetAccepted(userId: Bytes, statementHash: Bytes): boolean;
  /** Moderation roots this application trusts, as hashes; a genesis under any other is refused. */
  readonly modRoots: readonly Bytes[];
  /** What the root has published, fetched after the commit arrived. undefined: not fetched yet. */
  moderation?(): Moderation | undefined;
}

/** What a client knows beforehand of a conversation id. */
export interface Pins {
  readonly genesisHash?: Bytes;
  /** Of the business object it was opened from; zeros: of none. */
  readonly contextHash?: Bytes;
}

/** Where a commit is met. */
export interface CommitSetting {
  readonly conv: Bytes;
  readonly pins: Pins;
  /** Replaying history: boxes of this commit may have been erased. */
  readonly boxesMayBeGone: boolean;
  /** Verified leave events of people still in the roster. */
  readonly leaves: readonly Leave[];
  /** False if a leave event may exist that this client could not read. */
  readonly leavesKnown: boolean;
}

/** What has to be fetched before a commit can be judged. */
export type CommitNeed =
  | { readonly what: "identities"; readonly users: readonly Bytes[] }
  | { readonly what: "moderation" };
