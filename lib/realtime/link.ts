/** Owns the contract of live delivery: what a messenger hears, whatever carries it. Every delivery is only a hint. */

export interface InboxListener {
  /** An event, or where to find one; unparsed. */
  event(payload: unknown): void;
  pointer(payload: unknown): void;
  /** A conversation was made or changed: look again; unparsed. */
  changed(payload: unknown): void;
  /** Something of the person's own account was changed on another device: look again. */
  account(payload: unknown): void;
  /** up: everything sent from now on arrives · down: not until the next up. */
  status(up: boolean): void;
}

export interface RoomListener {
  typing(userId: string): void;
  /** Who has this conversation open right now. */
  present(userIds: readonly string[]): void;
  /** Events of conversations too large for inboxes. */
  event(payload: unknown): void;
  /** From now on everything is heard; also after every interruption. */
  joined?(): void;
}

export interface RealtimeLink {
  /** The person's own topic. Returns what closes it. */
  openInbox(userId: string, listener: InboxListener): () => void;
  /** The topic of one conversation and epoch. */
  openRoom(
    room: {
      conversation: string;
      epoch: number;
      userId: string;
      /** Nobody is told that I am here, and nobody's presence is told to me. */
      hidden: boolean;
      /** Only listens: does not show as present. */
      silent?: boolean;
    },
    listener: RoomListener,
  ): {
    typing(): void;
    close(): void;
  };
  /** Tries to connect now instead of after the current wait. */
  retry(): void;
}
