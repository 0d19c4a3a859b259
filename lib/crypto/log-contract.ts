/** Owns the contract of a conversation's log: what goes in, what it needs to know, and what comes out of each event. */
import type { Bytes } from "@/lib/base/bytes";
import type { ErrorCode } from "@/lib/base/errors";
import type { Body } from "@/lib/protocol/body";
import type { Policy, Reason, Role } from "@/lib/protocol/commit";
import type { Knowledge } from "./knowledge";
import type { LifetimeStep } from "./lifetime";

/** author: deleted by its writer · expired: retention · removed: by the server, unexplained. */
export type TombstoneReason = "author" | "expired" | "removed";

/** One event as the server hands it out; nothing in it is trusted. */
export interface LogEvent {
  readonly seq: number;
  /** 1 commit, 2 message. */
  readonly kind: 1 | 2;
  /** ms since 1970, the server's claim. */
  readonly receivedAt: number;
  /** Event hash, 32 bytes: used where the bytes themselves are gone. */
  readonly hash: Bytes;
  /** Signed bytes of a commit, or header of a message. */
  readonly body: Bytes | null;
  readonly sig: Bytes | null;
  readonly ct: Bytes | null;
  readonly boxes: Bytes | null;
  readonly disclosures: Bytes | null;
  readonly metadata: Bytes | null;
  readonly tombstone: TombstoneReason | null;
}

/** What the log may ask while it takes an event in. All answers come at once; what is missing becomes a "need". */
export interface LogContext extends Knowledge {
  /** Own user id. */
  readonly me: Bytes;
  /** X25519 secrets of the own identity, newest first. */
  readonly xSecrets: readonly Bytes[];
  /** ms since 1970 */
  now(): number;
  /** T of an earlier position, as this log once gave it out. */
  transcriptAt?(seq: number): Bytes | undefined;
}

/** gap: messages of this writer are missing before · fork: the writer saw another history · clock: the writer's time is far off. */
export type Mark = "gap" | "fork" | "clock";

/** A transcript value the server or a cache names: T after event `seq`. */
export interface Anchor {
  readonly seq: number;
  readonly transcript: Bytes;
}

interface Placed {
  readonly seq: number;
  /** ms since 1970, the server's claim. */
  readonly at: number;
  /** T after this event: keep it with the row, `transcriptAt` may ask for it. */
  readonly transcript: Bytes;
}

interface Attributed extends Placed {
  readonly author: Bytes;
  /** The writer's signed view: everything up to here had reached the writer. */
  readonly seen: number;
  readonly marks: readonly Mark[];
  /** With the mark "fork": whose view differs from ours. */
  readonly forkWith?: Bytes;
}

export interface MessageOutcome extends Attributed {
  readonly type: "message";
  readonly role: Role;
  readonly msgId: Bytes;
  readonly hash: Bytes;
  readonly body: Body;
  /** ms since 1970, the author's clock. */
  readonly ts: number;
}

/** Genuine, but of a type or form this version does not know. */
export interface UnsupportedOutcome extends Attributed {
  readonly type: "unsupported";
  readonly role: Role;
  readonly msgId: Bytes;
  readonly hash: Bytes;
}

/** Not to be shown; `author` only if the signature was genuine. */
export interface UnreadableOutcome extends Placed {
  readonly type: "unreadable";
  readonly code: ErrorCode;
  readonly author: Bytes | null;
}

export interface TombstoneOutcome extends Placed {
  readonly type: "tombstone";
  readonly reason: TombstoneReason;
  readonly hash: Bytes;
}

/** A verified commit. Lists are user ids, computed from the rosters and never from `reason`. */
export interface CommitOutcome extends Attributed {
  readonly type: "commit";
  readonly hash: Bytes;
  readonly reason: Reason;
  readonly epoch: number;
  readonly added: readonly Bytes[];
  readonly removed: readonly Bytes[];
  readonly keyChanged: readonly Bytes[];
  readonly moderatorsAdded: readonly Bytes[];
  readonly moderatorsRemoved: readonly Bytes[];
  readonly roleChanged: readonly { readonly userId: Bytes; readonly role: Role }[];
  readonly policyChanged: boolean;
  /** Who may add people has changed. */
  readonly mayAddChanged: boolean;
  readonly policy: Policy;
  /** Days that messages are kept after this commit. */
  readonly retentionDays: number;
  /** What it did to an agreement of two about that. */
  readonly lifetime: { readonly step: LifetimeStep; readonly days: number } | null;
  /** The new title, if this commit changed it and the title before it is known: not in the first commit, not on older pages. */
  readonly titleChanged: string | null;
  /** Sending has to stop here although the commit counts: own box or disclosure wrong. */
  readonly halted: ErrorCode | null;
}

/** The log stops in front of this event and stays as it is. */
export interface HaltOutcome {
  readonly type: "halt";
  readonly seq: number;
  readonly code: ErrorCode;
}

/** Nothing was changed; fetch this and call again. */
export type NeedOutcome = { readonly type: "need" } & (
  | { readonly what: "identities"; readonly users: readonly Bytes[] }
  | { readonly what: "moderation" }
  | { readonly what: "events"; readonly after: number }
  | { readonly what: "transcript"; readonly seq: number }
);

export type Outcome =
  | MessageOutcome
  | UnsupportedOutcome
  | UnreadableOutcome
  | TombstoneOutcome
  | CommitOutcome
  | HaltOutcome
  | NeedOutcome;
