/** Owns the bytes to and from Supabase Realtime: one socket, frames of version 1.0.0 of its documented protocol, signs of life. */
import * as v from "valibot";
import type { Clock } from "@/lib/base/clock";

/** Between two signs of life; if one is not answered by the next, nobody is there. Milliseconds. */
const beatMs = 25_000;
/** A server that does not open a socket in this time is not there. Milliseconds. */
const patienceMs = 10_000;

const frameShape = v.object({
  topic: v.string(),
  event: v.string(),
  ref: v.optional(v.nullable(v.string())),
  payload: v.unknown(),
});
export type Frame = v.InferOutput<typeof frameShape>;

export interface WireListener {
  heard(frame: Frame): void;
  /** The socket is gone. `Wire.open` begins a new one. */
  ended(): void;
  /** A sign of life is due. False: the socket is not needed any more. */
  beat(): boolean;
}

export class Wire {
  private readonly address: string;
  private readonly clock: Clock;
  private readonly listener: WireListener;
  private socket: WebSocket | null = null;
  private opening: Promise<void> | null = null;
  private cancelBeat: (() => void) | null = null;
  private unanswered = false;
  private refs = 0;

  constructor(address: string, clock: Clock, listener: WireListener) {
    this.address = address;
    this.clock = clock;
    this.listener = listener;
  }

  /** Resolves when there is a socket. */
  open(): Promise<void> {
    if (this.opening) return this.opening;
    const socket = new WebSocket(`${this.address}&vsn=1.0.0`);
    this.socket = socket;
    socket.addEventListener("message", ({ data }) => this.take(socket, data));
    this.opening = new Promise((resolve, reject) => {
      const cancel = this.clock.after(patienceMs, () => this.end(socket));
      socket.addEventListener("open", () => {
        cancel();
        this.beatLater();
        resolve();
      });
      socket.addEventListener("close", () => {
        cancel();
        reject(new Error("no socket"));
        this.end(socket);
      });
    });
    return this.opening;
  }

  /**
   * Sends a request, if there is a socket to send it on.
   * @param joinRef name of the request that joined the topic; left out: this one joins it
   * @returns the name of the request
   */
  push(topic: string, event: string, payload: object, joinRef?: string | null): string {
    const ref = `${++this.refs}`;
    const frame = { topic, event, payload, ref, join_ref: joinRef === undefined ? ref : joinRef };
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(frame));
    return ref;
  }

  close(): void {
    if (this.socket) this.end(this.socket);
  }

  /** A dead network takes minutes to close a socket: here it is gone at once. */
  private end(socket: WebSocket): void {
    socket.close();
    if (this.socket !== socket) return;
    this.socket = null;
    this.opening = null;
    this.unanswered = false;
    this.cancelBeat?.();
    this.listener.ended();
  }

  private beatLater(): void {
    this.cancelBeat = this.clock.after(beatMs, () => {
      if (this.unanswered || !this.listener.beat()) return this.close();
      this.unanswered = true;
      this.push("phoenix", "heartbeat", {}, null);
      this.beatLater();
    });
  }

  private take(socket: WebSocket, data: unknown): void {
    if (this.socket !== socket) return;
    this.unanswered = false;
    const frame = v.safeParse(frameShape, parsed(data));
    if (frame.success) this.listener.heard(frame.output);
  }
}

function parsed(data: unknown): unknown {
  try {
    return typeof data === "string" ? JSON.parse(data) : null;
  } catch {
    return null;
  }
}
