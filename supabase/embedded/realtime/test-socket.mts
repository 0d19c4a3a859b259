/** Owns a WebSocket for tests that speaks raw frames of both serializers, so that every byte and every ref can be seen. */
import { WebSocket } from "ws";

/** A frame as received; binary broadcasts are unpacked and marked `kind: 4`. */
export interface RawFrame {
  joinRef?: string | null;
  ref: string | null;
  topic: string;
  event: string;
  payload: Record<string, unknown>;
  kind?: 4;
}

export interface RawSocket {
  readonly frames: RawFrame[];
  /** Resolves to the close code. */
  readonly closed: Promise<number>;
  /** Sends `[joinRef, ref, "realtime:" + topic, event, payload]`, or the object of version 1. */
  send(topic: string, event: string, payload?: unknown, refs?: { ref?: string | null; joinRef?: string | null }): void;
  sendBytes(data: string | Buffer): void;
  /** A kind 3 frame; `payload` is JSON unless it is a Buffer. */
  pushBroadcast(topic: string, event: string, payload: unknown, refs?: { ref?: string; joinRef?: string }): void;
  join(topic: string, config?: unknown, more?: { ref?: string; [field: string]: unknown }): Promise<RawFrame>;
  /** The first frame, now or later, that has not been waited for and fits. */
  next(event: string, fits?: (frame: RawFrame) => boolean): Promise<RawFrame>;
  /** Resolves when the server has read everything sent so far, and answered what needs no database. */
  settle(): Promise<void>;
  /** Stops and starts reading. */
  pause(): void;
  resume(): void;
  close(): Promise<void>;
}

const patienceMs = 10_000;

export async function openRawSocket(url: string, vsn: string | null, apikey: string): Promise<RawSocket> {
  const query = new URLSearchParams({ apikey, ...(vsn === null ? {} : { vsn }) });
  const socket = new WebSocket(`${url.replace("http", "ws")}/realtime/v1/websocket?${query}`);
  const isSecond = vsn?.startsWith("2") ?? false;
  const frames: RawFrame[] = [];
  const waited = new Set<RawFrame>();
  let wake = () => undefined as void;
  socket.on("message", (data: Buffer, binary) => {
    frames.push(binary ? unpack(data) : parse(data.toString(), isSecond));
    wake();
  });
  const closed = new Promise<number>((resolve) => socket.on("close", resolve));
  await new Promise<void>((resolve, reject) => {
    socket.once("open", resolve);
    socket.once("error", reject);
  });
  socket.on("error", () => undefined);
  let heartbeats = 0;
  const raw: RawSocket = {
    frames,
    closed,
    send(topic, event, payload = {}, { ref = null, joinRef = null } = {}) {
      const wire = topic === "phoenix" ? topic : `realtime:${topic}`;
      const frame = isSecond
        ? [joinRef, ref, wire, event, payload]
        : { topic: wire, event, payload, ref, join_ref: joinRef };
      socket.send(JSON.stringify(frame));
    },
    sendBytes: (data) => socket.send(data),
    pushBroadcast(topic, event, payload, { ref = "", joinRef = "" } = {}) {
      socket.send(packPush(joinRef, ref, `realtime:${topic}`, event, payload));
    },
    join(topic, config = {}, { ref = "1", ...more } = {}) {
      raw.send(topic, "phx_join", { config, ...more }, { ref, joinRef: ref });
      return raw.next("phx_reply", (frame) => frame.ref === ref && frame.topic === `realtime:${topic}`);
    },
    async next(event, fits = () => true) {
      const deadline = Date.now() + patienceMs;
      for (;;) {
        const frame = frames.find((each) => each.event === event && !waited.has(each) && fits(each));
        if (frame) {
          waited.add(frame);
          return frame;
        }
        const leftMs = deadline - Date.now();
        if (leftMs <= 0) throw new Error(`no ${event} among ${JSON.stringify(frames)}`);
        await new Promise<void>((resolve) => {
          wake = resolve;
          setTimeout(resolve, leftMs).unref();
        });
      }
    },
    async settle() {
      const ref = `settle ${++heartbeats}`;
      raw.send("phoenix", "heartbeat", {}, { ref });
      await raw.next("phx_reply", (frame) => frame.ref === ref);
    },
    pause: () => socket.pause(),
    resume: () => socket.resume(),
    async close() {
      socket.close();
      await closed;
    },
  };
  return raw;
}

/** Kind 3: client to server. */
export function packPush(joinRef: string, ref: string, topic: string, event: string, payload: unknown): Buffer {
  const fields = [joinRef, ref, topic, event].map((text) => Buffer.from(text));
  const binary = Buffer.isBuffer(payload);
  const head = Buffer.from([3, ...fields.map((field) => field.length), 0, binary ? 0 : 1]);
  return Buffer.concat([head, ...fields, binary ? payload : Buffer.from(JSON.stringify(payload))]);
}

function unpack(data: Buffer): RawFrame {
  const [kind, topicSize = 0, eventSize = 0, metaSize = 0, encoding] = data;
  if (kind !== 4) throw new Error(`binary frame of kind ${kind}`);
  const eventAt = 5 + topicSize;
  const metaAt = eventAt + eventSize;
  const body = data.subarray(metaAt + metaSize);
  const meta = data.toString("utf8", metaAt, metaAt + metaSize);
  return {
    joinRef: null,
    ref: null,
    topic: data.toString("utf8", 5, eventAt),
    event: "broadcast",
    payload: {
      type: "broadcast",
      event: data.toString("utf8", eventAt, metaAt),
      payload: encoding === 1 ? JSON.parse(body.toString()) : body,
      ...(meta ? { meta: JSON.parse(meta) } : {}),
    },
    kind: 4,
  };
}

function parse(text: string, isSecond: boolean): RawFrame {
  if (!isSecond) return JSON.parse(text) as RawFrame;
  const [joinRef, ref, topic, event, payload] = JSON.parse(text) as [string, string, string, string, object];
  return { joinRef, ref, topic, event, payload: { ...payload } };
}
