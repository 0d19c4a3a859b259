/** Owns the calls about open rooms: one method per function, answers parsed. */
import * as v from "valibot";
import { whole } from "@/lib/base/narrow";
import { carry, wireRoomEvents, wireRoomHistory, wireRoomStart } from "@/lib/protocol/room-event";
import { type WireEvent, type WireSummary, wireCreated, wireSent, wireTime } from "@/lib/protocol/wire";
import type { FunctionArguments, FunctionName, Supabase } from "@/lib/supabase/client";
import { call } from "@/lib/supabase/rpc";

const nothing = v.unknown();

const wireCard = v.object({
  conversation: v.string(),
  kind: v.string(),
  title: v.string(),
  about: v.string(),
  members: whole,
  capacity: whole,
  joined: v.boolean(),
});
export type WireCard = v.InferOutput<typeof wireCard>;

const wireRoomMember = v.object({
  user_id: v.string(),
  role: whole,
  handle: v.string(),
  display_name: v.string(),
  automated: v.optional(v.nullable(v.boolean())),
  silenced_until: v.nullable(v.string()),
});
export type WireRoomMember = v.InferOutput<typeof wireRoomMember>;

const wireRoomHit = v.object({
  conversation: v.string(),
  seq: whole,
  msg_id: v.string(),
  author: v.string(),
  at: wireTime,
  text: v.string(),
});
export type WireRoomHit = v.InferOutput<typeof wireRoomHit>;

export interface RoomSettings {
  readonly title?: string;
  readonly about?: string;
  readonly listed?: boolean;
  readonly capacity?: number;
  readonly slowSeconds?: number;
  readonly retentionDays?: number;
}

/** Every method rejects with a CodedError. E_NOT_FOUND: no such room, or not in it. */
export interface RoomApi {
  roomCreate(room: { title: string; about: string; listed: boolean; capacity: number | null }): Promise<string>;
  /** Listed rooms by title, after one of them if wanted. */
  roomFind(query: string, after: { title: string; id: string } | null): Promise<WireCard[]>;
  roomLook(conversation: string): Promise<WireCard>;
  /** @throws E_FULL, E_BANNED */
  roomJoin(conversation: string): Promise<void>;
  /** @throws E_ROLE the owner hands over first */
  roomLeave(conversation: string): Promise<void>;
  /** `ban`: they cannot come back. Of somebody who is out already: sets or lifts the ban. @throws E_ROLE */
  roomRemove(conversation: string, person: string, ban: boolean): Promise<void>;
  roomSetRole(conversation: string, person: string, role: 1 | 2 | 3): Promise<void>;
  roomSilence(conversation: string, person: string, until: string | null): Promise<void>;
  roomSettings(conversation: string, settings: RoomSettings): Promise<void>;
  /** Clears what was said before, for everybody. @throws E_ROLE, E_LOCKED */
  roomPurge(conversation: string, before: number): Promise<void>;
  roomMembers(conversation: string, banned: boolean, after: string | null): Promise<WireRoomMember[]>;
  /** @throws E_SLOW with the time to wait, E_SILENCED, E_AUTHOR, E_ROLE */
  roomPost(conversation: string, msgId: string, body: unknown): Promise<v.InferOutput<typeof wireSent>>;
  roomErase(conversation: string, seq: number): Promise<void>;
  roomStart(conversation: string, max: number): Promise<{ conversation: WireSummary; events: WireEvent[] }>;
  roomEvents(
    conversation: string,
    after: number,
  ): Promise<{ conversation: WireSummary; events: WireEvent[]; last_seq: number }>;
  roomHistory(conversation: string, before: number, max: number): Promise<WireEvent[]>;
  roomRead(conversation: string, seq: number): Promise<void>;
  roomSearch(query: string, conversation: string | null): Promise<WireRoomHit[]>;
}

export function createRoomApi(client: Supabase): RoomApi {
  const run = async <N extends FunctionName>(name: N, args: FunctionArguments<N>) => {
    await call(client, name, args, nothing);
  };
  return {
    roomCreate: async (room) => (await call(client, "room_create", room, wireCreated)).conversation,
    roomFind: (query, after) =>
      call(client, "room_find", { query, after: after?.title ?? null, after_id: after?.id ?? null }, v.array(wireCard)),
    roomLook: (conversation) => call(client, "room_look", { conversation }, wireCard),
    roomJoin: (conversation) => run("room_join", { conversation }),
    roomLeave: (conversation) => run("room_leave", { conversation }),
    roomRemove: (conversation, person, ban) => run("room_remove", { conversation, person, ban }),
    roomSetRole: (conversation, person, role) => run("room_set_role", { conversation, person, role }),
    // Null lets them write again; the generated types know no null where there is no default.
    roomSilence: (conversation, person, until) => run("room_silence", { conversation, person, until: until as string }),
    roomSettings: (conversation, { slowSeconds, retentionDays, ...rest }) =>
      run("room_settings", {
        ...{ conversation, ...rest },
        ...(slowSeconds !== undefined && { slow_seconds: slowSeconds }),
        ...(retentionDays !== undefined && { retention_days: retentionDays }),
      }),
    roomPurge: (conversation, before) => run("room_purge", { conversation, before: new Date(before).toISOString() }),
    roomMembers: (conversation, banned, after) =>
      call(client, "room_members", { conversation, banned, after }, v.array(wireRoomMember)),
    roomPost: (conversation, msg_id, body) =>
      call(
        client,
        "room_post",
        { conversation, msg_id, body: body as FunctionArguments<"room_post">["body"] },
        wireSent,
      ),
    roomErase: (conversation, seq) => run("room_erase", { conversation, seq }),
    roomStart: async (conversation, max) => {
      const start = await call(client, "room_start", { conversation, max }, wireRoomStart);
      return { ...start, events: start.events.map((event) => carry(event)) };
    },
    roomEvents: async (conversation, after) => {
      const page = await call(client, "room_events", { conversation, after }, wireRoomEvents);
      return { ...page, events: page.events.map((event) => carry(event)) };
    },
    roomHistory: async (conversation, before, max) => {
      const { events } = await call(client, "room_history", { conversation, before, max }, wireRoomHistory);
      return events.map((event) => carry(event));
    },
    roomRead: (conversation, seq) => run("room_read", { conversation, seq }),
    roomSearch: (query, conversation) => call(client, "room_search", { query, conversation }, v.array(wireRoomHit)),
  };
}
