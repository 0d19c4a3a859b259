/** Owns what the screen knows of the thing a conversation is about. */
import type { ConversationKind } from "./view";

/** What a conversation is about. Kind and id are bound into its log; all else is the platform's word, checked by nobody. */
export interface ContextView {
  readonly kind: ConversationKind;
  readonly externalId: string;
  /** null: the platform gave none, or it has ended. */
  readonly title: string | null;
  readonly state: string;
  /** The platform has said that the thing is over. */
  readonly ended: boolean;
  readonly platform: string;
  /** As what the reader takes part (buyer, seller): the platform's word. null: as nobody in particular. */
  readonly side: string | null;
}
