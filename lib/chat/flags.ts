/** Owns how a person's choices for conversations are written as preferences, and what they mean at a moment. Pure. */
import type { Preferred, PreferenceValue } from "./preferences";
import type { ConversationFlags, FolderView } from "./view";

/** Names of preferences. Ids are UUIDs, so the colons cannot be mistaken. */
export const flagNames = {
  pinned: (id: string) => `pin:${id}`,
  muted: (id: string) => `mute:${id}`,
  archived: (id: string) => `archive:${id}`,
  unread: (id: string) => `unread:${id}`,
  favourite: (id: string) => `favourite:${id}`,
  /** How far I have read where no receipt says it. */
  read: (id: string) => `read:${id}`,
  /** A person whose messages ask for no attention. */
  silenced: (userId: string) => `hush:${userId}`,
  folder: (folder: string) => `folder:${folder}`,
  inFolder: (folder: string, id: string) => `in:${folder}:${id}`,
} as const;

/** Whether the person signs and sees receipts. */
export function receiptsHidden(values: Preferred): boolean {
  return values["receipts"] === "hidden";
}

const folderPrefix = "folder:";

export interface ConversationFacts {
  readonly id: string;
  /** The own read position. */
  readonly read: number;
  /** Place of the newest message. */
  readonly newest: number;
}

/**
 * What is in force for a conversation now. An archived one comes back with the next message unless it is muted; the mark
 * "unread" ends where reading has gone on, on whichever device.
 */
export function flagsOf(values: Preferred, { id, read, newest }: ConversationFacts, now: number): ConversationFlags {
  const pinnedAt = values[flagNames.pinned(id)];
  const mute = values[flagNames.muted(id)];
  const mutedUntil = isStanding(mute) ? mute : typeof mute === "number" && mute > now ? mute : null;
  const archivedAt = values[flagNames.archived(id)];
  const markedAt = values[flagNames.unread(id)];
  return {
    pinnedAt: typeof pinnedAt === "number" ? pinnedAt : null,
    mutedUntil,
    archived: typeof archivedAt === "number" && (mutedUntil !== null || newest <= archivedAt),
    markedUnread: typeof markedAt === "number" && read <= markedAt,
    favourite: values[flagNames.favourite(id)] === true,
    folders: foldersIn(values).filter((folder) => values[flagNames.inFolder(folder, id)] === true),
  };
}

const isStanding = (mute: unknown): mute is "always" | "mentions" => mute === "always" || mute === "mentions";

function foldersIn(values: Preferred): string[] {
  return Object.keys(values).flatMap((name) =>
    name.startsWith(folderPrefix) ? [name.slice(folderPrefix.length)] : [],
  );
}

/** The folders by name, without what is in them. */
export function foldersOf(values: Preferred): Omit<FolderView, "unread" | "count">[] {
  return foldersIn(values)
    .map((id) => ({ id, name: String(values[flagNames.folder(id)]) }))
    .toSorted((a, b) => a.name.localeCompare(b.name) || (a.id < b.id ? -1 : 1));
}

/** Everything that removing a folder clears. */
export function withoutFolder(values: Preferred, folder: string): Record<string, PreferenceValue> {
  const gone = Object.keys(values).filter(
    (name) => name === flagNames.folder(folder) || name.startsWith(`in:${folder}:`),
  );
  return Object.fromEntries(gone.map((name) => [name, null]));
}

/** The next moment at which a mute ends; null: none does. */
export function nextMuteEnd(values: Preferred, now: number): number | null {
  const ends = Object.entries(values).flatMap(([name, v]) =>
    name.startsWith("mute:") && typeof v === "number" && v > now ? [v] : [],
  );
  return ends.length > 0 ? Math.min(...ends) : null;
}
