/** Owns what the screen knows of conversations: rows of the list, the timeline, people and their states. Plain data, no keys. */
import type { ErrorCode } from "@/lib/base/errors";
import type { Banner } from "./banner-view";
import type { LifeView } from "./life-view";
import type { ContextView } from "./view-context";
import type { GroupCommands, JoinRequestView, MayAdd, MemberView, MembershipCommands, Powers } from "./membership-view";

import type { ConversationFlags, FolderView } from "./view-marking";

export type { ConversationFlags, FolderView, MarkingCommands } from "./view-marking";
export type { PresenceCommands, PresenceView } from "./view-presence";
export type { Banner } from "./banner-view";
export type { ContextView } from "./view-context";
export type {
  GroupCommands,
  GroupKind,
  InviteView,
  JoinRequestView,
  LinkLimits,
  MayAdd,
  MemberView,
  MembershipCommands,
  NewGroup,
  OpenedLink,
  Powers,
} from "./membership-view";
import type { LaterMark } from "./view-later";
import type { RoomView } from "./view-rooms";
import type { MessageCommands, MessageRow, NamedView, PinView, Reached, ThreadView } from "./view-message";

export type ConversationKind =
  | "direct"
  | "group"
  | "transaction"
  | "post"
  | "application"
  | "course"
  | "care"
  | "study"
  | "private"
  | "room"
  | "courseroom"
  | "note";

/** live: events arrive by socket · polling: socket blocked, catching up every few seconds · offline: no server. */
export type Connection = "connecting" | "live" | "polling" | "offline";

export interface PersonView {
  readonly userId: string;
  readonly handle: string;
  readonly name: string;
  readonly me: boolean;
  /** A program writes under this name: it says so itself, and the server passes it on. */
  readonly automated?: true;
  /** unverified: pinned on first use · verified: safety number compared · changed: keys were reset, not yet accepted. */
  readonly trust: "unverified" | "verified" | "changed";
}

/** closed: sealed · open: server-readable room · broken: something could not be verified · moderated: a moderator is present. */
export type Seal = "closed" | "open" | "broken" | "moderated";

export interface ConversationRow {
  readonly id: string;
  readonly kind: ConversationKind;
  /** Name of the other person, or of the conversation. */
  readonly title: string;
  /** Everybody but me, from the verified roster. */
  readonly people: readonly PersonView[];
  readonly context: ContextView | null;
  readonly seal: Seal;
  /** shell: made by a platform, no key yet · unopened: not read here yet · halted: stopped for safety · ended: I am no longer a member. */
  readonly state: "shell" | "unopened" | "active" | "halted" | "ended";
  readonly last: {
    readonly text: string;
    readonly mine: boolean;
    readonly at: number;
    readonly send: SendState | null;
    readonly unreadable: boolean;
    readonly deleted?: boolean;
    /** Everything has expired. */
    readonly expired?: boolean;
  } | null;
  /** ms since 1970 */
  readonly lastActivityAt: number;
  readonly unread: number;
  /** A stranger waits for my answer. */
  readonly request?: true;
  /** Unread messages that name me, as far as they are open here. */
  readonly mentions: number;
  readonly draft: string;
  /** Messages that wait for their time; left out: none. */
  readonly later?: LaterMark;
  readonly flags: ConversationFlags;
}

/** Only moves forward, or to failed. */
export type SendState = "queued" | "sending" | "sent" | "delivered" | "read" | "failed";

/** Marks on a message that was opened but stands in a doubtful place. */
export type MessageMark = "gap" | "fork" | "clock";

export type SystemEvent =
  | { readonly kind: "created"; readonly by: PersonView; readonly about: ContextView | null }
  | { readonly kind: "added"; readonly by: PersonView; readonly who: readonly PersonView[] }
  | { readonly kind: "removed"; readonly by: PersonView; readonly who: readonly PersonView[] }
  | { readonly kind: "joined"; readonly who: readonly PersonView[] }
  | { readonly kind: "slow"; readonly by: PersonView; readonly seconds: number }
  /** An open room was cleared of older messages. */
  | { readonly kind: "purged"; readonly by: PersonView }
  | { readonly kind: "left"; readonly who: readonly PersonView[] }
  | { readonly kind: "key-changed"; readonly who: readonly PersonView[] }
  | { readonly kind: "moderator-joined"; readonly who: readonly PersonView[] }
  | { readonly kind: "moderator-left"; readonly who: readonly PersonView[] }
  | { readonly kind: "policy"; readonly by: PersonView; readonly retentionDays: number }
  /** One of two has proposed how long messages are kept, agreed, or left it as it is. */
  | {
      readonly kind: "lifetime";
      readonly by: PersonView;
      readonly step: "proposed" | "agreed" | "stays";
      readonly days: number;
    }
  | { readonly kind: "may-add"; readonly by: PersonView; readonly mayAdd: MayAdd }
  | { readonly kind: "admin-named"; readonly by: PersonView; readonly who: readonly PersonView[] }
  | { readonly kind: "admin-unnamed"; readonly by: PersonView; readonly who: readonly PersonView[] }
  | { readonly kind: "renamed"; readonly by: PersonView; readonly title: string }
  | { readonly kind: "made" | "rotated"; readonly by: PersonView };

export interface RowBase {
  /** Stable React key; a message keeps it from queued to read. */
  readonly key: string;
  /** Place in the log; null while it waits to be sent. */
  readonly seq: number | null;
  /** ms since 1970: server time, or the time of writing while it waits. */
  readonly at: number;
}

export type TimelineRow =
  | MessageRow
  | (RowBase & { readonly type: "system"; readonly event: SystemEvent })
  | (RowBase & { readonly type: "unreadable"; readonly author: PersonView | null; readonly code: ErrorCode })
  | (RowBase & { readonly type: "unsupported"; readonly author: PersonView })
  /** Somebody tried to change what is not theirs, or not theirs any more to change. */
  | (RowBase & { readonly type: "void"; readonly author: PersonView })
  | (RowBase & {
      readonly type: "tombstone";
      readonly reason: "author" | "expired" | "removed";
      /** Who signed the deletion; null: nobody, or more than one. */
      readonly by: PersonView | null;
      /** Messages that have expired one after the other share a row; left out: one. */
      readonly count?: number;
    });

export interface ConversationView {
  readonly row: ConversationRow;
  /** From the verified roster, nothing else. */
  readonly roster: readonly MemberView[];
  readonly powers: Powers;
  readonly mayAdd: MayAdd;
  /** Who asks to be let in, where this person may let people in. */
  readonly asked: readonly JoinRequestView[];
  readonly timeline: readonly TimelineRow[];
  readonly threads: readonly ThreadView[];
  /** Newest first, as far as the conversation is open here. */
  readonly pins: readonly PinView[];
  /** Messages this person has starred, newest first. */
  readonly stars: readonly PinView[];
  readonly hasOlder: boolean;
  readonly loadingOlder: boolean;
  /** First message not yet read when the conversation was opened; null: none. */
  readonly firstUnreadSeq: number | null;
  /** Unread messages that name this person, oldest first. */
  readonly named: readonly NamedView[];
  readonly typing: readonly PersonView[];
  /** Ids of those who have this conversation open now. */
  readonly present: readonly string[];
  readonly banners: readonly Banner[];
  /** opening: first load · ready · failed: could not be loaded, with the reason. */
  readonly phase:
    | { readonly kind: "opening" }
    | { readonly kind: "ready" }
    | { readonly kind: "failed"; readonly code: ErrorCode };
  readonly canSend: boolean;
  /** How the open room is run; null: the conversation is sealed. */
  readonly room: RoomView | null;
  readonly retentionDays: number;
  readonly proposal: { readonly days: number; readonly by: PersonView } | null;
  readonly life: LifeView;
  readonly epoch: number;
  /** Read position of each other member: userId → seq. */
  readonly lastSeq: number;
}

export interface ConversationCommands extends MessageCommands {
  readonly retry: (key: string) => void;
  /** Takes a message back that has not been sent. */
  readonly cancel: (key: string) => void;
  readonly loadOlder: () => Promise<void>;
  /** Opens everything from a place in the log on; the row there and the thread it stands in, null if it is not to be had or not shown. */
  readonly reachSeq: (seq: number) => Promise<Reached | null>;
  /** Opens everything since a time, ms since 1970; the first message since then, null if there is none. */
  readonly reachTime: (at: number) => Promise<Reached | null>;
  /** The person has seen the newest message. */
  readonly markRead: () => void;
  readonly typing: () => void;
  readonly setDraft: (text: string) => void;
  readonly membership: MembershipCommands;
}

export interface ConversationListView {
  readonly phase: "loading" | "ready";
  readonly conversations: readonly ConversationRow[];
  readonly connection: Connection;
  /** Messages waiting to be sent, in all conversations. */
  readonly queued: number;
  readonly folders: readonly FolderView[];
  /** Unread messages in all conversations that are neither muted nor archived. */
  readonly unread: number;
}

export interface BlockedPerson extends Pick<PersonView, "userId" | "handle" | "name"> {
  /** ms since 1970 */
  readonly since: number;
}

export interface BlockCommands {
  /** Their direct messages are refused from now on, without telling them; elsewhere they are folded. */
  block(userId: string): Promise<void>;
  unblock(userId: string): Promise<void>;
}

export interface SafetyView {
  readonly person: PersonView;
  /** Twelve groups of five digits. */
  readonly number: string;
  /** Bytes for the QR code, as text. */
  readonly qr: string;
}

/** A message that was looked for. */
export interface SearchHitView {
  readonly conversation: string;
  readonly seq: number;
  /** ms since 1970 */
  readonly at: number;
  readonly author: PersonView;
  readonly text: string;
}

export interface SearchView {
  /** idle: nothing is looked for · looking: the first answer is on its way. */
  readonly phase: "idle" | "looking" | "found";
  /** Folded, to be marked in what was found. */
  readonly words: readonly string[];
  /** Conversation of the newest hit first, hits newest first; `count`: how many there are, shown or not. */
  readonly groups: readonly {
    readonly row: ConversationRow;
    readonly count: number;
    readonly hits: readonly SearchHitView[];
  }[];
  readonly total: number;
  /** How much of the past can be found yet; null: all of it. */
  readonly progress: { readonly done: number; readonly total: number } | null;
}

/** What a page may ask of the messenger. Every promise rejects with a CodedError. */
export interface ChatCommands extends GroupCommands {
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
