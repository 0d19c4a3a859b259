/** Owns what the screen knows of conversations: rows of the list, the timeline, people and their states. Plain data, no keys. */
import type { ErrorCode } from "@/lib/base/errors";

export type ConversationKind =
  | "direct"
  | "group"
  | "transaction"
  | "post"
  | "application"
  | "course"
  | "care"
  | "study"
  | "room"
  | "note";

/** live: events arrive by socket · polling: socket blocked, catching up every few seconds · offline: no server. */
export type Connection = "connecting" | "live" | "polling" | "offline";

export interface PersonView {
  readonly userId: string;
  readonly handle: string;
  readonly name: string;
  readonly me: boolean;
  /** unverified: pinned on first use · verified: safety number compared · changed: keys were reset, not yet accepted. */
  readonly trust: "unverified" | "verified" | "changed";
}

/** closed: sealed · open: server-readable room · broken: something could not be verified · moderated: a moderator is present. */
export type Seal = "closed" | "open" | "broken" | "moderated";

export interface ContextView {
  readonly kind: ConversationKind;
  readonly externalId: string;
  readonly title: string;
  readonly state: string;
}

export interface ConversationRow {
  readonly id: string;
  readonly kind: ConversationKind;
  /** Name of the other person, or of the conversation. */
  readonly title: string;
  /** Everybody but me, from the verified roster. */
  readonly people: readonly PersonView[];
  readonly context: ContextView | null;
  readonly seal: Seal;
  /** shell: made by a platform, no key yet · halted: stopped for safety · ended: I am no longer a member. */
  readonly state: "shell" | "active" | "halted" | "ended";
  readonly last: {
    readonly text: string;
    readonly mine: boolean;
    readonly at: number;
    readonly send: SendState | null;
    readonly unreadable: boolean;
  } | null;
  /** ms since 1970 */
  readonly lastActivityAt: number;
  readonly unread: number;
  readonly draft: string;
}

/** Only moves forward, or to failed. */
export type SendState = "queued" | "sending" | "sent" | "delivered" | "read" | "failed";

/** Marks on a message that was opened but stands in a doubtful place. */
export type MessageMark = "gap" | "fork" | "clock";

export type SystemEvent =
  | { readonly kind: "created"; readonly by: PersonView }
  | { readonly kind: "added"; readonly by: PersonView; readonly who: readonly PersonView[] }
  | { readonly kind: "removed"; readonly by: PersonView; readonly who: readonly PersonView[] }
  | { readonly kind: "left"; readonly who: readonly PersonView[] }
  | { readonly kind: "key-changed"; readonly who: readonly PersonView[] }
  | { readonly kind: "moderator-joined"; readonly who: readonly PersonView[] }
  | { readonly kind: "moderator-left"; readonly who: readonly PersonView[] }
  | { readonly kind: "policy"; readonly by: PersonView; readonly retentionDays: number }
  | { readonly kind: "rotated"; readonly by: PersonView };

interface RowBase {
  /** Stable React key; a message keeps it from queued to read. */
  readonly key: string;
  /** Place in the log; null while it waits to be sent. */
  readonly seq: number | null;
  /** ms since 1970: server time, or the time of writing while it waits. */
  readonly at: number;
}

export type TimelineRow =
  | (RowBase & {
      readonly type: "message";
      readonly author: PersonView;
      readonly text: string;
      /** null for messages of others. */
      readonly send: SendState | null;
      readonly failure: ErrorCode | null;
      readonly marks: readonly MessageMark[];
    })
  | (RowBase & { readonly type: "system"; readonly event: SystemEvent })
  | (RowBase & { readonly type: "unreadable"; readonly author: PersonView | null; readonly code: ErrorCode })
  | (RowBase & { readonly type: "unsupported"; readonly author: PersonView })
  | (RowBase & { readonly type: "tombstone"; readonly reason: "author" | "expired" | "removed" });

export type Banner =
  | { readonly kind: "halted"; readonly code: ErrorCode }
  | { readonly kind: "ended" }
  /** I started over: nobody here has taken my new keys in yet. */
  | { readonly kind: "started-over" }
  | { readonly kind: "locked" }
  | { readonly kind: "gap" }
  | { readonly kind: "fork"; readonly who: PersonView | null }
  | { readonly kind: "key-changed"; readonly who: PersonView };

export interface ConversationView {
  readonly row: ConversationRow;
  readonly roster: readonly { readonly person: PersonView; readonly role: "member" | "admin" | "moderator" }[];
  /** Oldest first. */
  readonly timeline: readonly TimelineRow[];
  readonly hasOlder: boolean;
  readonly loadingOlder: boolean;
  /** First message not yet read when the conversation was opened; null: none. */
  readonly firstUnreadSeq: number | null;
  readonly typing: readonly PersonView[];
  readonly banners: readonly Banner[];
  /** opening: first load · ready · failed: could not be loaded, with the reason. */
  readonly phase:
    | { readonly kind: "opening" }
    | { readonly kind: "ready" }
    | { readonly kind: "failed"; readonly code: ErrorCode };
  readonly canSend: boolean;
  readonly retentionDays: number;
  readonly epoch: number;
  /** Read position of each other member: userId → seq. */
  readonly lastSeq: number;
}

export interface ConversationCommands {
  readonly send: (text: string) => void;
  readonly retry: (key: string) => void;
  /** Takes a message back that has not been sent. */
  readonly cancel: (key: string) => void;
  readonly loadOlder: () => Promise<void>;
  /** The person has seen the newest message. */
  readonly markRead: () => void;
  readonly typing: () => void;
  readonly setDraft: (text: string) => void;
}

export interface ConversationListView {
  readonly phase: "loading" | "ready";
  readonly conversations: readonly ConversationRow[];
  readonly connection: Connection;
  /** Messages waiting to be sent, in all conversations. */
  readonly queued: number;
}

export interface SafetyView {
  readonly person: PersonView;
  /** Twelve groups of five digits. */
  readonly number: string;
  /** Bytes for the QR code, as text. */
  readonly qr: string;
}

/** What a page may ask of the messenger. Every promise rejects with a CodedError. */
export interface ChatCommands {
  /** The person with exactly this handle. E_NOT_FOUND, E_RATE */
  findPerson(handle: string): Promise<PersonView>;
  /** Opens the direct conversation with a person, making it if there is none; resolves to its id. */
  startDirect(userId: string): Promise<string>;
  safety(userId: string): Promise<SafetyView>;
  setVerified(userId: string, verified: boolean): Promise<void>;
  /** Takes the new keys of a person who started over as theirs. */
  acceptReset(userId: string): Promise<void>;
  /** Tries to connect at once instead of waiting for the next try. */
  reconnect(): void;
}
