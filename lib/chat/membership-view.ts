/** Owns what the screen knows of a conversation's people and rules, and what this person may do about them. */
import type { PersonView } from "./view";

export type GroupKind = "group" | "study" | "private";

/** 0 nobody · 1 admins · 2 everybody. */
export type MayAdd = 0 | 1 | 2;

export interface NewGroup {
  readonly kind: GroupKind;
  readonly title: string;
  /** Besides oneself. */
  readonly userIds: readonly string[];
  readonly mayAdd: MayAdd;
  /** 0: for ever. */
  readonly retentionDays: number;
}

export interface MemberView {
  readonly person: PersonView;
  readonly role: "member" | "admin" | "moderator";
  /** Has said that they leave; out with the next key. */
  readonly leaving: boolean;
}

/** What this person may do here. Everything is false in conversations that never change. */
export interface Powers {
  readonly add: boolean;
  /** Remove people, name admins, change the rules. */
  readonly admin: boolean;
  readonly leave: boolean;
  /** The last admin among others names another one first. */
  readonly mustHandOver: boolean;
}

/** Somebody asks to be let in. */
export interface JoinRequestView {
  readonly person: PersonView;
  /** Whose link they had. */
  readonly maker: PersonView;
}

export interface LinkLimits {
  /** How many people may ask by it. */
  readonly uses: number;
  readonly hours: number;
}

export interface InviteView {
  readonly id: string;
  readonly maker: PersonView;
  readonly uses: number;
  readonly used: number;
  /** ms since 1970 */
  readonly expiresAt: number;
}

/** A link as whoever opened it sees it. */
export interface OpenedLink {
  readonly conversation: string;
  /** As the link's maker wrote it; null: not in the link. */
  readonly title: string | null;
  readonly maker: PersonView;
  readonly state: "none" | "pending" | "declined" | "member" | "full";
}

/** What a person may change. Every promise rejects with a CodedError. */
export interface MembershipCommands {
  add(userIds: readonly string[]): Promise<void>;
  remove(userId: string): Promise<void>;
  setAdmin(userId: string, admin: boolean): Promise<void>;
  rename(title: string): Promise<void>;
  setPolicy(policy: { readonly mayAdd?: MayAdd; readonly retentionDays?: number }): Promise<void>;
  /** Of two people: proposes how long messages are kept, agrees to the other's days, or with those in force leaves it as it is. */
  setLifetime(days: number): Promise<void>;
  /** Closes the conversation for everybody, or opens it again. */
  close(closed: boolean): Promise<void>;
  /** Wants it deleted for everybody, or calls it back. */
  erase(wanted: boolean): Promise<void>;
  leave(): Promise<void>;
  /** Names somebody admin, then leaves. */
  handOver(userId: string): Promise<void>;
  /** A new link into the group: an address below the site's own. */
  makeLink(limits: LinkLimits): Promise<string>;
  links(): Promise<readonly InviteView[]>;
  revokeLink(id: string): Promise<void>;
  /** Accepts or declines what a stranger asks: to write, or to have me in this group. */
  answer(accept: boolean): Promise<void>;
  accept(userId: string): Promise<void>;
  decline(userId: string): Promise<void>;
  /** Puts away a conversation one is no longer in. */
  forget(): Promise<void>;
}

/** Beginning groups and notes, and joining by links. Every promise rejects with a CodedError. */
export interface GroupCommands {
  /** A new group with this person as its admin; resolves to its id. */
  startGroup(group: NewGroup): Promise<string>;
  /** The own note, made if there is none; resolves to its id. */
  openNote(): Promise<string>;
  /** What a link leads to; `fragment` is what stands behind its hash. E_NOT_FOUND, E_KEYCHANGE, E_FORMAT */
  openLink(id: string, fragment: string): Promise<OpenedLink>;
  askToJoin(id: string, fragment: string, link: OpenedLink): Promise<void>;
  withdrawJoin(conversation: string): Promise<void>;
}
