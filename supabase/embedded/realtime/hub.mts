/** Owns who listens to which topic, public and private apart, and sends every message to them encoded once per serializer. */
import { encode, encodeBroadcast, type Content, type Outgoing, type Version } from "./codec.mts";
import type { Rate } from "./limits.mts";
import { Presence, type Diff } from "./presence.mts";

/** Public and private topics of one name never meet. */
export interface Address {
  /** Without the prefix `realtime:`. */
  topic: string;
  private: boolean;
}

/** A broadcast on its way to listeners; `id` is the row it came from, if any. */
export interface Broadcast extends Address {
  content: Content;
  id?: string;
}

/** Encodes on first use for each serializer and keeps the result. */
export type Encoder = (version: Version) => Outgoing | null;

export interface Listener extends Address {
  receive(encoded: Encoder, id: string | undefined): void;
  receivePresence(encoded: Encoder): void;
  /** Ends the listener for good, with a message to its client. */
  shutDown(message: string): void;
}

interface Room {
  listeners: Set<Listener>;
  presence: Presence<Listener>;
}

export const topicPrefix = "realtime:";

export class Hub {
  readonly #rooms = new Map<string, Room>();
  readonly #messages: Rate;

  /** @param messages counts deliveries; a listener that gets one too many is shut down */
  constructor(messages: Rate) {
    this.#messages = messages;
  }

  join(listener: Listener): void {
    const key = keyOf(listener);
    const room = this.#rooms.get(key) ?? { listeners: new Set(), presence: new Presence() };
    room.listeners.add(listener);
    this.#rooms.set(key, room);
  }

  /** Takes the listener off its topic and tells the others if it was present. */
  leave(listener: Listener): void {
    const key = keyOf(listener);
    const room = this.#rooms.get(key);
    if (!room?.listeners.delete(listener)) return;
    if (room.listeners.size === 0) this.#rooms.delete(key);
    else this.#announce(room, listener, room.presence.untrack(listener));
  }

  /** Delivers to every listener of the address but `except`. */
  publish(broadcast: Broadcast, except?: Listener): void {
    const room = this.#rooms.get(keyOf(broadcast));
    if (!room) return;
    const meta = broadcast.id === undefined ? null : JSON.stringify({ id: broadcast.id });
    const encoded = once((version) => encodeBroadcast(version, topicPrefix + broadcast.topic, broadcast.content, meta));
    for (const listener of room.listeners) {
      if (listener === except) continue;
      this.#messages.add();
      if (this.#messages.exceeded) listener.shutDown("Too many messages per second");
      else listener.receive(encoded, broadcast.id);
    }
  }

  presenceOf(address: Address): Presence<Listener> | undefined {
    return this.#rooms.get(keyOf(address))?.presence;
  }

  track(listener: Listener, key: string, payload: Record<string, unknown>): void {
    const room = this.#rooms.get(keyOf(listener));
    if (room) this.#announce(room, listener, room.presence.track(listener, key, payload));
  }

  untrack(listener: Listener): void {
    const room = this.#rooms.get(keyOf(listener));
    if (room) this.#announce(room, listener, room.presence.untrack(listener));
  }

  #announce(room: Room, { topic }: Address, diff: Diff | null): void {
    if (!diff) return;
    const message = { joinRef: null, ref: null, topic: topicPrefix + topic, event: "presence_diff", payload: diff };
    const encoded = once((version) => ({ data: Buffer.from(encode(version, message)), binary: false }));
    for (const listener of room.listeners) listener.receivePresence(encoded);
  }
}

function keyOf(address: Address): string {
  return `${address.private ? "private" : "public"}:${address.topic}`;
}

function once(make: Encoder): Encoder {
  const made = new Map<Version, Outgoing | null>();
  return (version) => {
    const known = made.get(version);
    if (known !== undefined) return known;
    const outgoing = make(version);
    made.set(version, outgoing);
    return outgoing;
  };
}
