/** Owns one WebSocket: reads frames, keeps those of one topic in order, and routes them to joins and channels. */
import { setTimeout as sleep } from "node:timers/promises";
import type { RawData, WebSocket } from "ws";
import { Refusal, type Identity } from "./admission.mts";
import type { Channel, Link } from "./channel.mts";
import { decode, encode, type ClientFrame, type Message, type Outgoing, type Version } from "./codec.mts";
import { topicPrefix } from "./hub.mts";
import { join, type Joined } from "./join.mts";
import type { Realm } from "./realm.mts";

interface Waiting {
  frame: ClientFrame;
  /** Set for a join, which a later leave may cancel. */
  cancel: AbortController | null;
}

/** One topic of one socket: its channel and the frames that wait for their turn. */
interface Lane {
  channel: Channel | null;
  current: Waiting | null;
  waiting: Waiting[];
}

export class Socket implements Link {
  readonly version: Version;
  readonly identity: Identity;
  readonly #realm: Realm;
  readonly #socket: WebSocket;
  readonly #lanes = new Map<string, Lane>();
  #waiting = 0;
  #heardAt = performance.now();
  #emptySince = performance.now();

  constructor(realm: Realm, socket: WebSocket, version: Version, identity: Identity) {
    this.#realm = realm;
    this.#socket = socket;
    this.version = version;
    this.identity = identity;
    socket.on("message", (data, binary) => this.#receive(data, binary));
    socket.on("close", () => this.#end());
    socket.on("error", () => socket.terminate());
  }

  send(message: Message): void {
    this.#socket.send(encode(this.version, message));
  }

  deliver(outgoing: Outgoing | null): void {
    if (!outgoing) return;
    this.#socket.send(outgoing.data, { binary: outgoing.binary });
    if (this.#socket.bufferedAmount > this.#realm.limits.bufferedBytes) this.#socket.terminate();
  }

  ended(channel: Channel): void {
    const topic = topicPrefix + channel.topic;
    const lane = this.#lanes.get(topic);
    if (lane?.channel !== channel) return;
    lane.channel = null;
    this.#tidy(topic, lane);
  }

  /** Closes the socket when it is idle, or long without channels. */
  sweep(): void {
    const now = performance.now();
    const { idleMs, emptyMs } = this.#realm.limits;
    if (this.#lanes.size > 0) this.#emptySince = now;
    if (now - this.#heardAt > idleMs || now - this.#emptySince > emptyMs) this.#closeSoon(1000);
  }

  /** Tells every channel that the server goes away, then closes. */
  disconnect(): void {
    for (const { channel } of this.#lanes.values()) channel?.announceDisconnect();
    this.#closeSoon(1012);
  }

  #closeSoon(code: number): void {
    this.#socket.close(code);
    setTimeout(() => this.#socket.terminate(), 1_000).unref();
  }

  #end(): void {
    for (const lane of this.#lanes.values()) {
      lane.waiting.length = 0;
      lane.current?.cancel?.abort();
      lane.channel?.end();
    }
    this.#lanes.clear();
  }

  #receive(data: RawData, binary: boolean): void {
    this.#heardAt = performance.now();
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    const frame = decode(this.version, data as Buffer, binary);
    if (!frame) return;
    if (frame.topic === "phoenix" && frame.event === "heartbeat") return this.#reply(frame, "ok", {});
    const lane = this.#lanes.get(frame.topic) ?? { channel: null, current: null, waiting: [] };
    this.#lanes.set(frame.topic, lane);
    if (frame.event === "phx_leave") cancelJoins(lane, frame.joinRef);
    lane.waiting.push({ frame, cancel: frame.event === "phx_join" ? new AbortController() : null });
    if (++this.#waiting > this.#realm.limits.waitingFrames) this.#socket.pause();
    this.#advance(frame.topic, lane);
  }

  /** Handles waiting frames one after the other; at once as long as none needs the database. */
  #advance(topic: string, lane: Lane): void {
    while (!lane.current) {
      const next = lane.waiting.shift();
      if (!next) break;
      this.#waiting--;
      const work = this.#guarded(lane, next);
      if (!work) continue;
      lane.current = next;
      void work.then(() => {
        lane.current = null;
        this.#advance(topic, lane);
      });
    }
    if (this.#socket.isPaused && this.#waiting <= this.#realm.limits.waitingFrames) this.#socket.resume();
    this.#tidy(topic, lane);
  }

  #tidy(topic: string, lane: Lane): void {
    const idle = !lane.channel && !lane.current && lane.waiting.length === 0;
    if (idle && this.#lanes.get(topic) === lane) this.#lanes.delete(topic);
  }

  /** Turns a crash into the end of this one channel. */
  #guarded(lane: Lane, waiting: Waiting): void | Promise<void> {
    try {
      return this.#handle(lane, waiting)?.catch(() => this.#crash(lane, waiting.frame));
    } catch {
      this.#crash(lane, waiting.frame);
    }
  }

  #crash(lane: Lane, { topic, joinRef }: ClientFrame): void {
    const ref = lane.channel?.joinRef ?? joinRef;
    lane.channel?.end();
    lane.channel = null;
    this.send({ joinRef: ref, ref, topic, event: "phx_error", payload: { reason: "channel_crash" } });
  }

  #handle(lane: Lane, { frame, cancel }: Waiting): void | Promise<void> {
    const { channel } = lane;
    if (cancel) return this.#join(lane, frame, cancel.signal);
    if (!channel) {
      if (frame.event === "phx_leave") return this.#reply(frame, "ok", {});
      return this.#reply(frame, "error", { reason: "unmatched topic" });
    }
    if (frame.joinRef !== null && frame.joinRef !== channel.joinRef) return;
    if (frame.event !== "phx_leave") return channel.handle(frame);
    lane.channel = null;
    this.#reply(frame, "ok", {});
    channel.close();
  }

  async #join(lane: Lane, frame: ClientFrame, signal: AbortSignal): Promise<void> {
    lane.channel?.close();
    lane.channel = null;
    if (signal.aborted) return;
    if (!frame.topic.startsWith(topicPrefix)) return this.#reply(frame, "error", { reason: "unmatched topic" });
    try {
      const others = [...this.#lanes.values()].filter((other) => other !== lane && (other.channel || other.current));
      const joined = await join(this.#realm, this, frame, others.length, signal);
      if (signal.aborted) joined.channel.end();
      else this.#welcome(lane, frame, joined);
    } catch (error) {
      if (!signal.aborted) await this.#refuse(frame, error, signal);
    }
  }

  #welcome(lane: Lane, frame: ClientFrame, { channel, replayed, response }: Joined): void {
    if (channel.ended) return;
    lane.channel = channel;
    this.#reply(frame, "ok", response);
    channel.begin(replayed);
  }

  async #refuse(frame: ClientFrame, error: unknown, signal: AbortSignal): Promise<void> {
    try {
      await sleep(this.#realm.joinFailureDelayMs, undefined, { signal });
    } catch {
      return; // A leave or the end of the socket: nobody waits for the reply.
    }
    const reason = error instanceof Refusal ? error.reason : "Unknown Error on Channel";
    this.#reply(frame, "error", { reason });
    if (error instanceof Refusal && error.code === "ClientJoinRateLimitReached") this.#closeSoon(1001);
  }

  #reply({ joinRef, ref, topic }: ClientFrame, status: "ok" | "error", response: unknown): void {
    this.send({ joinRef, ref, topic, event: "phx_reply", payload: { status, response } });
  }
}

/** Cancels the joins a leave is meant for: of its join_ref, or all when it has none. */
function cancelJoins(lane: Lane, joinRef: string | null): void {
  for (const entry of [lane.current, ...lane.waiting]) {
    if (entry?.cancel && (joinRef === null || (entry.frame.joinRef ?? entry.frame.ref) === joinRef))
      entry.cancel.abort();
  }
}
