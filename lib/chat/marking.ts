/** Owns what a person does to conversations for themselves alone: pin, mute, archive, mark unread, favourite, put in folders. */
import type { Clock } from "@/lib/base/clock";
import { CodedError } from "@/lib/base/errors";
import type { Conversation } from "./conversation";
import type { ChatDeps } from "./deps";
import { flagNames, foldersOf, nextMuteEnd, withoutFolder } from "./flags";
import type { Preferences } from "./preferences";
import type { MarkingCommands, Mute } from "./view-marking";

/** Longest name of a folder, in characters. */
const folderNameMax = 40;
/** Timers cannot wait longer than this. Milliseconds. */
const longestWait = 2_000_000_000;

export class Marking implements MarkingCommands {
  private readonly preferences: Preferences;
  private readonly clock: Clock;
  private readonly newId: () => string;
  private readonly find: (id: string) => Conversation | undefined;
  private cancelEnd: (() => void) | null = null;
  private readonly unsubscribe: () => void;

  constructor(deps: ChatDeps, find: (id: string) => Conversation | undefined) {
    const { preferences, clock } = deps;
    this.preferences = preferences;
    this.clock = clock;
    this.newId = () => deps.newId();
    this.find = find;
    this.unsubscribe = preferences.changed.subscribe(() => this.awaitMuteEnd());
  }

  pin(id: string, on: boolean): Promise<void> {
    return this.preferences.set({ [flagNames.pinned(id)]: on ? this.clock.now() : null });
  }

  mute(id: string, until: Mute): Promise<void> {
    return this.preferences.set({ [flagNames.muted(id)]: until });
  }

  archive(id: string, on: boolean): Promise<void> {
    const { summary, log } = this.find(id) ?? {};
    const archived = on ? Math.max(summary?.last_seq ?? 0, log?.n ?? 0) : null;
    return this.preferences.set({
      [flagNames.archived(id)]: archived,
      ...(on ? { [flagNames.pinned(id)]: null } : {}),
    });
  }

  markUnread(id: string, on: boolean): Promise<void> {
    return this.preferences.set({ [flagNames.unread(id)]: on ? (this.find(id)?.pointers.read ?? 0) : null });
  }

  favourite(id: string, on: boolean): Promise<void> {
    return this.preferences.set({ [flagNames.favourite(id)]: on ? true : null });
  }

  /** The conversation has been opened: what was marked unread is not any more. */
  async opened(id: string): Promise<void> {
    if (this.preferences.values[flagNames.unread(id)] !== undefined) await this.markUnread(id, false);
  }

  silence(userId: string, on: boolean): Promise<void> {
    return this.preferences.set({ [flagNames.silenced(userId)]: on ? true : null });
  }

  async makeFolder(name: string, first: string | null): Promise<string> {
    const folder = this.newId();
    const inIt = first === null ? {} : { [flagNames.inFolder(folder, first)]: true };
    await this.preferences.set({ [flagNames.folder(folder)]: this.checked(name, folder), ...inIt });
    return folder;
  }

  renameFolder(folder: string, name: string): Promise<void> {
    return this.preferences.set({ [flagNames.folder(folder)]: this.checked(name, folder) });
  }

  removeFolder(folder: string): Promise<void> {
    return this.preferences.set(withoutFolder(this.preferences.values, folder));
  }

  putInFolder(folder: string, id: string, on: boolean): Promise<void> {
    return this.preferences.set({ [flagNames.inFolder(folder, id)]: on ? true : null });
  }

  stop(): void {
    this.unsubscribe();
    this.cancelEnd?.();
  }

  /** @throws E_INPUT nothing, too long, or the name of another folder */
  private checked(name: string, folder: string): string {
    const trimmed = name.trim().replaceAll(/\s+/g, " ");
    const taken = foldersOf(this.preferences.values).some(
      (other) => other.id !== folder && other.name.toLowerCase() === trimmed.toLowerCase(),
    );
    if (trimmed === "" || [...trimmed].length > folderNameMax || taken) throw new CodedError("E_INPUT", "folder");
    return trimmed;
  }

  private awaitMuteEnd(): void {
    this.cancelEnd?.();
    const now = this.clock.now();
    const end = nextMuteEnd(this.preferences.values, now);
    if (end === null) return;
    this.cancelEnd = this.clock.after(Math.min(end - now, longestWait) + 1, () => this.preferences.changed.emit());
  }
}
