/** Owns live delivery over Supabase Realtime: the inbox topic and the topics of conversations in view, each joined once. */
import * as v from "valibot";
import { type Clock, systemClock } from "@/lib/base/clock";
import { HealingChannel } from "./channel";
import type { InboxListener, RealtimeLink, RoomListener } from "./link";
import type { Live } from "./live";

const typingShape = v.object({ user_id: v.string() });

interface Room {
  readonly channel: HealingChannel;
  readonly listeners: Set<RoomListener>;
  /** Those for whom this person shows as present. */
  readonly viewers: Set<RoomListener>;
}

/** @param live what carries topics, as the person who is signed in */
export function createSupabaseLink(live: Live, clock: Clock = systemClock): RealtimeLink {
  const inboxes = new Set<HealingChannel>();
  const rooms = new Map<string, Room>();
  return {
    openInbox(userId, listener) {
      const inbox = openInbox(live, clock, userId, listener);
      inboxes.add(inbox);
      return () => {
        inboxes.delete(inbox);
        inbox.close();
      };
    },
    openRoom({ conversation, epoch, userId, hidden, silent = false }, listener) {
      const topic = `conversation:${conversation}:${epoch}`;
      const room = rooms.get(topic) ?? joinRoom(live, clock, topic, hidden ? null : userId);
      rooms.set(topic, room);
      room.listeners.add(listener);
      if (!silent) {
        room.viewers.add(listener);
        if (!hidden) room.channel.joined?.show(true);
      }
      if (room.channel.joined) listener.joined?.();
      return {
        typing: () => room.channel.joined?.say("typing", { user_id: userId }),
        close: () => {
          room.listeners.delete(listener);
          const left = room.viewers.delete(listener) && room.viewers.size === 0;
          if (left && room.listeners.size > 0) room.channel.joined?.show(false);
          if (room.listeners.size > 0 || rooms.get(topic) !== room) return;
          rooms.delete(topic);
          room.channel.close();
        },
      };
    },
    retry() {
      for (const channel of [...inboxes, ...[...rooms.values()].map((room) => room.channel)]) channel.retry();
    },
  };
}

function openInbox(live: Live, clock: Clock, userId: string, listener: InboxListener): HealingChannel {
  const heard: Readonly<Record<string, (payload: unknown) => void>> = {
    event: (payload) => listener.event(payload),
    pointer: (payload) => listener.pointer(payload),
    conversation: (payload) => listener.changed(payload),
    account: (payload) => listener.account(payload),
  };
  return new HealingChannel(
    live,
    {
      topic: `user:${userId}`,
      presenceKey: null,
      heard: (event, payload) => Object.hasOwn(heard, event) && heard[event]?.(payload),
      status: (up) => listener.status(up),
    },
    clock,
  );
}

function joinRoom(live: Live, clock: Clock, topic: string, presenceKey: string | null): Room {
  const listeners = new Set<RoomListener>();
  const viewers = new Set<RoomListener>();
  const tell = (say: (listener: RoomListener) => void) => listeners.forEach(say);
  const channel = new HealingChannel(
    live,
    {
      topic,
      presenceKey,
      heard: (event, payload) => {
        const typing = event === "typing" ? v.safeParse(typingShape, payload) : null;
        if (typing?.success) tell((listener) => listener.typing(typing.output.user_id));
        else if (event === "event") tell((listener) => listener.event(payload));
      },
      present: (keys) => tell((listener) => listener.present(keys)),
      joined: (joined) => {
        if (presenceKey !== null && viewers.size > 0) joined.show(true);
        tell((listener) => listener.joined?.());
      },
    },
    clock,
  );
  return { channel, listeners, viewers };
}
