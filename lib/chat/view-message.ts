/** Owns what the screen knows of one message and may do with it. Plain data, no keys. */
import type { ErrorCode } from "@/lib/base/errors";
import type { Said } from "@/lib/protocol/body";
import type { MessageMark, PersonView, RowBase, SendState } from "./view";

/** here: from the own copy · earlier: in history that is not loaded · unavailable: gone, or never there. */
export type QuoteView =
  | { readonly kind: "here"; readonly hash: string; readonly author: PersonView; readonly text: string }
  | { readonly kind: "earlier"; readonly hash: string }
  | { readonly kind: "unavailable" };

export interface ReactionView {
  readonly emoji: string;
  readonly people: readonly PersonView[];
  readonly mine: boolean;
}

export interface PollView {
  readonly kind: "poll";
  readonly options: readonly {
    readonly text: string;
    readonly people: readonly PersonView[];
    readonly mine: boolean;
  }[];
  readonly many: boolean;
  readonly ended: boolean;
  /** People who have voted. */
  readonly voters: number;
}

export interface InviteView {
  readonly kind: "invite";
  /** Beginning, ms since 1970. */
  readonly start: number;
  readonly minutes: number;
  readonly place: string;
  readonly note: string;
  readonly answers: readonly { readonly person: PersonView; readonly answer: InviteAnswer }[];
  readonly mine: InviteAnswer | null;
}
export type InviteAnswer = "yes" | "maybe" | "no";

export interface StatusView {
  readonly kind: "status";
  readonly state: "open" | "waiting" | "going" | "done" | "stopped";
  readonly note: string;
}

/** The author calls; one joins at a provider that is no part of the service. */
export interface CallView {
  readonly kind: "call";
  readonly address: string;
}

export type ContentView = { readonly kind: "text" } | PollView | InviteView | StatusView | CallView;

/** An own change of a message that waits, or could not be made. */
export interface WaitingChange {
  readonly key: string;
  readonly what: "edit" | "del" | "react" | "vote" | "answer" | "pin" | "act";
  readonly state: "queued" | "sending" | "failed";
  readonly failure: ErrorCode | null;
}

export interface MessageRow extends RowBase {
  readonly type: "message";
  readonly author: PersonView;
  /** What was written, as last edited; of a card its title. */
  readonly text: string;
  /** null for messages of others. */
  readonly send: SendState | null;
  readonly failure: ErrorCode | null;
  readonly marks: readonly MessageMark[];
  /** Its name in the log; null while it waits. */
  readonly hash: string | null;
  readonly content: ContentView;
  /** Earlier texts, oldest first; none if it was never edited. */
  readonly before: readonly { readonly text: string; readonly at: number }[];
  readonly quote: QuoteView | null;
  readonly reactions: readonly ReactionView[];
  readonly mentions: readonly PersonView[];
  readonly link: { readonly address: string; readonly title: string } | null;
  readonly forwarded: boolean;
  readonly pinned: boolean;
  readonly starred: boolean;
  /** When this person wants to be reminded, ms since 1970. */
  readonly remindAt: number | null;
  /** Until when its author may edit it, ms since 1970; null: never, or not mine. */
  readonly editableUntil: number | null;
  /** The thread that begins here. */
  readonly thread: { readonly count: number; readonly unread: number } | null;
  readonly waiting: readonly WaitingChange[];
  /** Of somebody I have blocked: shown only when asked for. */
  readonly folded?: true;
}

/** Everything a plain text is not. */
export const plainMessage = {
  hash: null,
  content: { kind: "text" },
  before: [],
  quote: null,
  reactions: [],
  mentions: [],
  link: null,
  forwarded: false,
  pinned: false,
  starred: false,
  remindAt: null,
  editableUntil: null,
  thread: null,
  waiting: [],
} as const satisfies Partial<MessageRow>;

export interface ThreadView {
  /** Hash of its first message. */
  readonly root: string;
  /** Null while it stands in history that is not loaded. */
  readonly title: string | null;
  readonly rows: readonly MessageRow[];
  readonly unread: number;
  readonly lastAt: number;
}

export interface PinView {
  readonly hash: string;
  /** Null while it stands in history that is not loaded. */
  readonly row: MessageRow | null;
}

/** An unread message that names this person. */
export interface NamedView {
  readonly key: string;
  readonly hash: string;
}

/** What goes with a text. */
export interface TextExtras {
  /** Hash of the message it answers. */
  readonly reply?: string | undefined;
  /** Hash of the first message of its thread. */
  readonly thread?: string | undefined;
  /** User ids of those whom it names. */
  readonly mentions?: readonly string[] | undefined;
  readonly link?: { readonly address: string; readonly title: string } | undefined;
  readonly forwarded?: boolean | undefined;
}

/** Where a message stands: the key of its row, and the first message of its thread; null: in the timeline. */
export interface Reached {
  readonly key: string;
  readonly thread: string | null;
}

/** Messages are named by their hash. What is said goes its way by itself and is shown with its state; promises reject with a CodedError. */
export interface MessageCommands {
  readonly send: (text: string, extras?: TextExtras) => void;
  readonly edit: (hash: string, text: string, mentions: readonly string[]) => void;
  /** For everybody. */
  readonly remove: (hash: string) => void;
  /** Copies texts into another conversation, marked as forwarded. */
  readonly forward: (texts: readonly string[], to: string) => Promise<void>;
  /** Sets a reaction, or takes it back. */
  readonly react: (hash: string, emoji: string) => void;
  /** A pin, a poll, an invitation, a status update, a vote, an answer. */
  readonly say: (said: Said) => void;
  /** Stars, hides (deletes for this person) or asks to be reminded of a message. */
  readonly mark: (
    hash: string,
    change: { readonly starred?: boolean; readonly hidden?: true; readonly remindAt?: number | null },
  ) => Promise<void>;
  /** Loads history until the message is there, and tells where it stands; null: it is not to be found. */
  readonly reach: (hash: string) => Promise<Reached | null>;
  readonly readThread: (root: string) => Promise<void>;
}
