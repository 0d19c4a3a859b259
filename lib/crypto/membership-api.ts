/** Owns the part of the engine's contract that is about who is in a conversation: beginning, wishes, links. */
import type { AddPolicy } from "@/lib/protocol/commit";
import type { InvitePlace } from "./invite";

/** What a person wants changed. It is held against the roster of the moment: what is so already is left out. */
export type Wish =
  | { readonly what: "add"; readonly userIds: readonly string[] }
  | { readonly what: "remove"; readonly userIds: readonly string[] }
  | { readonly what: "roles"; readonly roles: readonly { readonly userId: string; readonly role: 1 | 2 }[] }
  | { readonly what: "policy"; readonly mayAdd?: AddPolicy; readonly retentionDays?: number }
  /** In a conversation of two: proposes, agrees to what the other has proposed, or leaves it as it is, as the days say. */
  | { readonly what: "lifetime"; readonly days: number }
  | { readonly what: "title"; readonly title: string };

/** What a commit did to an agreement of two people about how long messages are kept. 0 days: for ever. */
export interface LifetimeChange {
  readonly step: "proposed" | "agreed" | "stays";
  readonly days: number;
}

/** Of two people one has proposed another time, and the other has not agreed. */
export interface LifetimeProposal {
  readonly days: number;
  readonly by: string;
}

export interface GenesisInput {
  readonly conversation: string;
  /** direct: two people without admins · group: who makes it is its admin · note: nobody else, ever. */
  readonly form: "direct" | "group" | "note";
  /** Everybody, oneself included. */
  readonly members: readonly string[];
  readonly context: string | null;
  readonly title?: string;
  /** Left out: nobody in direct conversations and notes, admins elsewhere. */
  readonly mayAdd?: AddPolicy;
  /** 0: for ever. */
  readonly retentionDays?: number;
}

/** Links into groups. Their secrets are made in the worker and leave it inside the link only. */
export interface InviteEngine {
  /** A new link: the part no browser sends, and what the server keeps of it (base64). */
  invite(place: InvitePlace): Promise<{ fragment: string; tokenHash: string }>;
  /** What whoever opened a link shows (base64). @throws E_FORMAT no link */
  inviteToken(fragment: string): Promise<string>;
  /** Proof for the link's maker, base64. @throws E_KEYCHANGE the maker is not who the link was made by */
  joinProof(place: InvitePlace, fragment: string, maker: string): Promise<string>;
  /** Whether a request was made by this person with one of my links, for the first time: an old proof lets nobody in again. */
  provesJoin(place: InvitePlace, userId: string, proof: string): Promise<boolean>;
}

/** The part of the engine that keeps the classes of conversations apart. */
export interface ClassGuard {
  /** Whether this person has verified a sealed log under this id: then it is sealed for ever, whatever the server says. */
  sealedBefore(conversation: string): Promise<boolean>;
}
