/** Owns what the screen knows of who has one message. Plain data, no keys. */
import type { PersonView } from "./view";

/** Times are ms since 1970, 0 for a time not known; null: not yet. */
export interface ReceiptView {
  readonly person: PersonView;
  readonly read: number | null;
  readonly delivered: number | null;
}

export type ReceiptsView =
  | { readonly kind: "hidden" }
  | { readonly kind: "counts"; readonly read: number; readonly delivered: number; readonly of: number }
  | { readonly kind: "people"; readonly people: readonly ReceiptView[] };
