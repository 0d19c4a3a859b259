/** Owns what the screen knows of when people were here, and what one may say about oneself. Plain data. */

/** How long ago somebody was here, in words that become coarser; null: not known, or hidden. */
type Seen = "online" | "recently" | "today" | "week" | "long";

export interface PresenceView {
  readonly seen: Seen | null;
  readonly status: string | null;
  /** ms since 1970; null: until it is changed. */
  readonly until: number | null;
}

export interface PresenceCommands {
  /** Hides when I am here; I see nobody else's then either. */
  hide(hidden: boolean): Promise<void>;
  /** Says something about me for a while; null takes it away. */
  setStatus(status: string | null, until: number | null): Promise<void>;
}
