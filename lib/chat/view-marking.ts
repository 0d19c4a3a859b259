/** Owns what the screen knows of a person's own order of conversations, and what they may do about it. Plain data. */

/**
 * ms since 1970 · always: until it is switched on again · mentions: until then, but messages that name this person are told
 * of and counted · null: not muted.
 */
export type Mute = number | "always" | "mentions" | null;

/** What a person has chosen for one conversation, for themselves alone. */
export interface ConversationFlags {
  /** ms since 1970; null: not pinned. */
  readonly pinnedAt: number | null;
  readonly mutedUntil: Mute;
  readonly archived: boolean;
  readonly markedUnread: boolean;
  readonly favourite: boolean;
  /** Ids of folders it is in. */
  readonly folders: readonly string[];
}

export interface FolderView {
  readonly id: string;
  readonly name: string;
  /** Unread messages in it, muted conversations not counted. */
  readonly unread: number;
  /** Conversations in it. */
  readonly count: number;
}

/** What a person may do for themselves alone. Seen at once, saved in the background. */
export interface MarkingCommands {
  pin(id: string, on: boolean): Promise<void>;
  mute(id: string, until: Mute): Promise<void>;
  archive(id: string, on: boolean): Promise<void>;
  markUnread(id: string, on: boolean): Promise<void>;
  favourite(id: string, on: boolean): Promise<void>;
  /** A person's messages ask for no attention, wherever they are written. */
  silence(userId: string, on: boolean): Promise<void>;
  /** Makes a folder, with one conversation in it or none; resolves to its id. E_INPUT: name empty, too long or taken */
  makeFolder(name: string, first: string | null): Promise<string>;
  renameFolder(folder: string, name: string): Promise<void>;
  /** The conversations in it stay. */
  removeFolder(folder: string): Promise<void>;
  putInFolder(folder: string, id: string, on: boolean): Promise<void>;
}
