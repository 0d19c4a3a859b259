/** Owns the standing notices of a conversation: what is the case, and with whom. */
import type { ErrorCode } from "@/lib/base/errors";
import type { PersonView } from "./view";

export type Banner =
  | { readonly kind: "halted"; readonly code: ErrorCode }
  | { readonly kind: "ended" }
  /** I started over: nobody here has taken my new keys in yet. */
  | { readonly kind: "started-over" }
  /** The only other person is one I have blocked. */
  | { readonly kind: "blocked"; readonly who: PersonView }
  /** A stranger's request waits for my answer. */
  | { readonly kind: "asked"; readonly who: PersonView }
  /** A stranger has put me into this group; `people`: how many others are in it. */
  | { readonly kind: "invited"; readonly who: PersonView; readonly title: string; readonly people: number }
  /** My request waits for theirs: one message until then. */
  | { readonly kind: "waits"; readonly who: PersonView }
  /** The other of two proposes to keep messages for another time. */
  | { readonly kind: "lifetime"; readonly who: PersonView; readonly days: number }
  /** I have said that I leave; somebody else has to make the next key. */
  | { readonly kind: "leaving" }
  /** Who runs the open room lets me read and not write: until then, ms since 1970; null: until it is taken back. */
  | { readonly kind: "silenced"; readonly until: number | null }
  | { readonly kind: "locked" }
  /** Read and not written; `who`: null for the platform. */
  | { readonly kind: "closed"; readonly who: PersonView | null; readonly mayOpen: boolean }
  /** Everything goes at this time, ms since 1970. */
  | { readonly kind: "deleting"; readonly at: number; readonly mayCallBack: boolean }
  /** Somebody else wants it deleted, and that takes me. */
  | { readonly kind: "wish"; readonly who: PersonView }
  /** I want it deleted, and that takes them. */
  | { readonly kind: "own-wish"; readonly who: PersonView }
  | { readonly kind: "gap" }
  | { readonly kind: "fork"; readonly who: PersonView | null }
  | { readonly kind: "key-changed"; readonly who: PersonView };
