/** Owns live delivery over Supabase Realtime: the inbox topic and the topics of conversations in view, each joined once. */
import { type Clock, systemClock } from "@/lib/base/clock";
import type { Realtime } from "@/lib/supabase/client";
import { HealingChannel } from "./channel";
import type { InboxListener, RealtimeLink, RoomListener } from "./link";

interface Room {
  readonly channel: HealingChannel;
  readonly listeners: Set<RoomListener>;
  /** Those for whom this person shows as present. */
  readonly viewers: Set<RoomListener>;
}

/** @param client what carries channels, as the person who is signed in */
export function createSupabaseLink(client: () => Promise<Realtime>, clock: Clock = systemClock): RealtimeLink {
  const inboxes = new Set<HealingChannel>();
  const rooms = new Map<string, Room>();
  return {
    openInbox(userId, listener) {
      const inbox = openInbox(client, clock, userId, listener);
      inboxes.add(inbox);
      return () => {
        inboxes.delete(inbox);
        inbox.close();
      };
    },
    openRoom({ conversation, epoch, userId, hidden, silent = false }, listener) {
      const topic = `conversation:${conversation}:${epoch}`;
      const room = rooms.get(topic) ?? joinRoom(client, clock, topic, hidden ? null : userId);
      rooms.set(topic, room);
      room.listeners.add(listener);
      if (!silent) {
        room.viewers.add(listener);
        if (!hidden) void room.channel.joined?.track({});
      }
      if (room.channel.joined) listener.joined?.();
      return {
        typing: () =>
          void room.channel.joined?.send({ type: "broadcast", event: "typing", payload: { user_id: userId } }),
        close: () => {
          room.listeners.delete(listener);
          const left = room.viewers.delete(listener) && room.viewers.size === 0;
          if (left && room.listeners.size > 0) void room.channel.joined?.untrack();
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

function openInbox(
  client: () => Promise<Realtime>,
  clock: Clock,
  userId: string,
  listener: InboxListener,
): HealingChannel {
  return new HealingChannel(
    client,
    {
      topic: `user:${userId}`,
      prepare: (channel) =>
        channel
          .on("broadcast", { event: "event" }, ({ payload }) => listener.event(payload))
          .on("broadcast", { event: "pointer" }, ({ payload }) => listener.pointer(payload))
          .on("broadcast", { event: "conversation" }, ({ payload }) => listener.changed(payload))
          .on("broadcast", { event: "account" }, ({ payload }) => listener.account(payload)),
      status: (up) => listener.status(up),
    },
    clock,
  );
}

function joinRoom(client: () => Promise<Realtime>, clock: Clock, topic: string, presenceKey: string | null): Room {
  const listeners = new Set<RoomListener>();
  const viewers = new Set<RoomListener>();
  const tell = (say: (listener: RoomListener) => void) => listeners.forEach(say);
  const channel = new HealingChannel(
    client,
    {
      topic,
      ...(presenceKey ? { presenceKey } : {}),
      prepare: (joining) => {
        joining
          .on("broadcast", { event: "typing" }, ({ payload }) => {
            const from: unknown = payload?.["user_id"];
            if (typeof from === "string") tell((listener) => listener.typing(from));
          })
          .on("broadcast", { event: "event" }, ({ payload }) => tell((listener) => listener.event(payload)));
        if (presenceKey)
          joining.on("presence", { event: "sync" }, () =>
            tell((listener) => listener.present(Object.keys(joining.presenceState()))),
          );
      },
      joined: (joining) => {
        if (presenceKey && viewers.size > 0) void joining.track({});
        tell((listener) => listener.joined?.());
      },
    },
    clock,
  );
  return { channel, listeners, viewers };
}
