/** Owns what the screen knows of open rooms and may ask about them. Plain data. */
import type { ConversationKind, PersonView } from "./view";

export type RoomRole = "member" | "admin" | "owner";

/** How an open room is run, as the server says: in an open room there is nobody else to ask. */
export interface RoomView {
  readonly about: string;
  readonly members: number;
  readonly capacity: number;
  /** Found by everybody, or joined only by those who have its address. */
  readonly listed: boolean;
  /** Pause between two messages of a member; 0: none. */
  readonly slowSeconds: number;
  readonly role: RoomRole;
}

/** A room before it is joined. */
export interface RoomCard {
  readonly id: string;
  readonly kind: ConversationKind;
  readonly title: string;
  readonly about: string;
  readonly members: number;
  readonly full: boolean;
  readonly joined: boolean;
}

export interface RoomMemberView {
  readonly person: PersonView;
  readonly role: RoomRole;
  readonly silenced: boolean;
}

export interface NewRoom {
  readonly title: string;
  readonly about: string;
  readonly listed: boolean;
}

export interface RoomChange {
  readonly title?: string;
  readonly about?: string;
  readonly listed?: boolean;
  readonly slowSeconds?: number;
  /** Days that messages are kept; 0: for ever. */
  readonly retentionDays?: number;
}

/** Finding, making and joining rooms. Every promise rejects with a CodedError. */
export interface RoomsCommands {
  /** Listed rooms with this in their title, after the last one of the page before. */
  find(query: string, after: RoomCard | null): Promise<readonly RoomCard[]>;
  look(id: string): Promise<RoomCard>;
  /** Makes a room that this person owns; resolves to its id. */
  make(room: NewRoom): Promise<string>;
  /** E_FULL, E_BANNED */
  join(id: string): Promise<void>;
  /** E_ROLE: the owner hands over first. */
  leave(id: string): Promise<void>;
  /** `banned`: those who were removed for good; for whoever runs the room. */
  members(id: string, banned: boolean, after: string | null): Promise<readonly RoomMemberView[]>;
  remove(id: string, userId: string, ban: boolean): Promise<void>;
  setRole(id: string, userId: string, role: RoomRole): Promise<void>;
  silence(id: string, userId: string, on: boolean): Promise<void>;
  change(id: string, change: RoomChange): Promise<void>;
  /** Clears what is older than so many days (0: everything), for everybody and for good. E_ROLE, E_LOCKED */
  purge(id: string, olderThanDays: number): Promise<void>;
  /** Takes somebody's message out of the room. */
  erase(id: string, seq: number): Promise<void>;
}
