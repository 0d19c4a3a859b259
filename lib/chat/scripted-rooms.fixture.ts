/** Owns an open room of agent tests: an honest log in plain text, with what a server checks, and news by inbox. */
import { fromBase64Url } from "@/lib/base/bytes";
import { CodedError, type ErrorCode } from "@/lib/base/errors";
import { carry, type WireRoomEvent } from "@/lib/protocol/room-event";
import type { WireSummary } from "@/lib/protocol/wire";
import type { RoomApi } from "./room-api";
import type { ScriptedServer } from "./scripted.fixture";
import type { ServerApi } from "./server-api";

/** What the scripted server serves of sealed conversations. */
export type SealedApi = Omit<ServerApi, keyof RoomApi>;

export class ScriptedRoom {
  readonly id = "c0000000-0000-4000-8000-000000000001";
  readonly events: WireRoomEvent[] = [];
  readonly members = new Set<string>();
  readonly read = new Map<string, number>();
  title = "Botany";
  slowSeconds = 0;
  keptSince: number | null = null;
  /** The next message is refused so. */
  refusal: ErrorCode | null = null;

  summary(me: string): WireSummary {
    return {
      ...{ id: this.id, kind: "room", class: "open", epoch: 1, last_seq: this.events.length, transcript: "" },
      ...{ created_at: 1, last_activity_at: this.events.at(-1)?.received_at ?? 1, rotation_required: false },
      ...{
        locked: false,
        retention_days: 0,
        context: null,
        awaits: null,
        asked_by: null,
        lifecycle: null,
        members: [],
      },
      room: {
        ...{ title: this.title, about: "", members: this.members.size, capacity: 500, listed: true },
        ...{ slow_seconds: this.slowSeconds, silenced_until: null, kept_since: this.keptSince },
      },
      my: { role: 1, joined_seq: 1, left_seq: null, read_seq: this.read.get(me) ?? 0 },
    };
  }

  /** The next event of the log. */
  add(author: string, event: Partial<WireRoomEvent>): WireRoomEvent {
    const seq = this.events.length + 1;
    const made: WireRoomEvent = {
      ...{ conversation: this.id, seq, kind: 2, author, msg_id: null, body: null, tombstone: null, was_edit: false },
      ...{ received_at: 1_000 + seq, ...event },
    };
    this.events.push(made);
    return made;
  }

  erase(seq: number, tombstone: "author" | "removed"): void {
    const event = this.events[seq - 1];
    if (event) this.events[seq - 1] = { ...event, body: null, tombstone };
  }
}

/** The calls of one person, with those about the room if there is one. */
export function withRooms(server: ScriptedServer, room: ScriptedRoom | null, me: string, sealed: SealedApi): ServerApi {
  const inside = () => {
    if (!room?.members.has(me)) throw new CodedError("E_NOT_FOUND");
    return room;
  };
  const tell = (seq: number) => {
    for (const inbox of server.inboxes.values()) inbox.event({ conversation: inside().id, seq });
  };
  const absent = () => Promise.reject(new CodedError("E_NOT_FOUND"));
  return {
    ...sealed,
    sync: async (cursors) => {
      const { [room?.id ?? ""]: cursor, ...rest } = cursors;
      const answer = await sealed.sync(rest);
      if (!room?.members.has(me)) {
        return cursor === undefined || !room ? answer : { ...answer, gone: [...answer.gone, room.id] };
      }
      if (room.events.length <= (cursor ?? -1)) return answer;
      const news = { ...room.summary(me), events: [], more: cursor !== undefined };
      return { ...answer, conversations: [...answer.conversations, news] };
    },
    roomStart: (_id, max) =>
      server.run("roomStart", () => {
        const events = inside().events.slice(-max);
        return { conversation: inside().summary(me), events: events.map((event) => carry(event)) };
      }),
    roomEvents: (_id, after) =>
      server.run("roomEvents", () => ({
        conversation: inside().summary(me),
        events: inside()
          .events.slice(after, after + 200)
          .map((event) => carry(event)),
        last_seq: inside().events.length,
      })),
    roomHistory: (_id, before, max) =>
      server.run("roomHistory", () =>
        inside()
          .events.slice(Math.max(0, before - 1 - max), before - 1)
          .map((event) => carry(event)),
      ),
    roomPost: (_id, msgId, body) =>
      server.run("roomPost", () => {
        const { events, refusal } = inside();
        const known = events.find((event) => event.msg_id === msgId);
        if (known) return { seq: known.seq, duplicate: true, received_at: known.received_at };
        inside().refusal = null;
        if (refusal) throw new CodedError(refusal);
        const made = inside().add(me, { msg_id: msgId, body });
        const said = body as { t: string; of?: string };
        const target = said.t === "del" && events.find((event) => event.msg_id === named(said.of ?? ""));
        if (target) inside().erase(target.seq, "author");
        tell(made.seq);
        return { seq: made.seq, duplicate: false, received_at: made.received_at };
      }),
    roomErase: (_id, seq) =>
      server.run("roomErase", () => {
        const of = inside().events[seq - 1]?.msg_id;
        inside().erase(seq, "removed");
        tell(inside().add(me, { kind: 1, body: { t: "erased", of } }).seq);
      }),
    roomRead: (_id, seq) => server.run("roomRead", () => void inside().read.set(me, seq)),
    roomLeave: () => server.run("roomLeave", () => void inside().members.delete(me)),
    ...{ roomCreate: absent, roomFind: absent, roomLook: absent, roomJoin: absent, roomRemove: absent },
    ...{ roomSetRole: absent, roomSilence: absent, roomSettings: absent, roomPurge: absent, roomMembers: absent },
    roomSearch: (query) =>
      server.run("roomSearch", () =>
        inside()
          .events.toReversed()
          .flatMap(({ seq, author, received_at: at, msg_id, body }) => {
            const text = (body as { b?: string } | null)?.b ?? "";
            const hit = { conversation: inside().id, seq, author, at, msg_id: msg_id ?? "", text };
            return text.includes(query) ? [hit] : [];
          }),
      ),
  };
}

function named(name: string): string {
  const hex = [...fromBase64Url(name).subarray(0, 16)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, "$1-$2-$3-$4-$5");
}
