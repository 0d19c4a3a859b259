/**
 * Owns the private topics of one socket: joins them, hears what is said there, and renews the token that lets it in. It never
 * tries again: what is lost is told once, and whoever wants it joins anew.
 */
import * as v from "valibot";
import type { Clock } from "@/lib/base/clock";
import type { LiveAccess } from "@/lib/supabase/client";
import type { Live, LiveChannel, LiveListener } from "./live";
import { type Frame, Wire } from "./wire";

/** A server that does not answer a join in this time is not there. Milliseconds. */
const patienceMs = 10_000;

const replyShape = v.object({ status: v.string() });
const saidShape = v.object({ event: v.string(), payload: v.optional(v.unknown()) });

interface Joining {
  readonly topic: string;
  readonly listener: LiveListener;
  /** Of the request to join; its answer and the end of the visit name it. */
  ref: string | null;
  joined: boolean;
  cancel: (() => void) | null;
}

export class LiveTopics implements Live {
  private readonly access: LiveAccess;
  private readonly clock: Clock;
  private readonly wire: Wire;
  private readonly channels = new Map<string, Joining>();
  private token: string | null = null;

  constructor(access: LiveAccess, clock: Clock) {
    this.access = access;
    this.clock = clock;
    this.wire = new Wire(access.address, clock, {
      heard: (frame) => this.take(frame),
      ended: () => this.channels.forEach((channel) => this.lose(channel)),
      beat: () => {
        // Without a network there is no token to be had; the next sign of life asks again.
        void this.renew().catch(() => undefined);
        return this.channels.size > 0;
      },
    });
  }

  /** A server knows a topic once per socket: whoever was there before is lost. */
  join(topic: string, presenceKey: string | null, listener: LiveListener): LiveChannel {
    const channel: Joining = { topic: `realtime:${topic}`, listener, ref: null, joined: false, cancel: null };
    const before = this.channels.get(channel.topic);
    if (before) this.lose(before);
    this.channels.set(channel.topic, channel);
    void this.begin(channel, presenceKey);
    const push = (type: string, event: string, payload: object) => {
      if (channel.joined) this.wire.push(channel.topic, type, { type, event, payload }, channel.ref);
    };
    return {
      say: (event, payload) => push("broadcast", event, payload),
      show: (present) => push("presence", present ? "track" : "untrack", {}),
      leave: () => this.leave(channel),
    };
  }

  /** Leaves everything; nobody is told. */
  close(): void {
    for (const channel of this.channels.values()) this.forget(channel);
    this.wire.close();
  }

  private async begin(channel: Joining, presenceKey: string | null): Promise<void> {
    try {
      await this.renew();
      await this.wire.open();
    } catch {
      return this.lose(channel);
    }
    if (this.channels.get(channel.topic) !== channel) return;
    const config = {
      private: true,
      broadcast: { self: false, ack: false },
      presence: { key: presenceKey ?? "", enabled: presenceKey !== null },
      postgres_changes: [],
    };
    channel.ref = this.wire.push(channel.topic, "phx_join", { config, access_token: this.token });
    channel.cancel = this.clock.after(patienceMs, () => {
      this.leave(channel);
      channel.listener.lost();
    });
  }

  /** Topics that were joined with an earlier token go on with the new one. */
  private async renew(): Promise<void> {
    const token = await this.access.token();
    if (token === this.token) return;
    this.token = token;
    for (const { topic, joined, ref } of this.channels.values())
      if (joined) this.wire.push(topic, "access_token", { access_token: token }, ref);
  }

  private take({ topic, event, ref, payload }: Frame): void {
    const channel = this.channels.get(topic);
    if (!channel) return;
    if (event === "phx_reply") {
      if (ref === channel.ref && !channel.joined) this.answered(channel, payload);
    } else if (event === "phx_close" || event === "phx_error") {
      // What ends under another name is an earlier visit to the same topic.
      if ((ref ?? channel.ref) === channel.ref) this.lose(channel);
    } else if (channel.joined) this.tell(channel.listener, event, payload);
  }

  private answered(channel: Joining, payload: unknown): void {
    const reply = v.safeParse(replyShape, payload);
    if (!reply.success || reply.output.status !== "ok") return this.lose(channel);
    channel.cancel?.();
    channel.joined = true;
    channel.listener.joined();
  }

  private tell(listener: LiveListener, event: string, payload: unknown): void {
    if (event.startsWith("presence_")) return listener.presence(event, payload);
    const said = event === "broadcast" ? v.safeParse(saidShape, payload) : null;
    if (said?.success) listener.heard(said.output.event, said.output.payload);
  }

  private leave(channel: Joining): void {
    if (this.forget(channel) && channel.ref) this.wire.push(channel.topic, "phx_leave", {}, channel.ref);
  }

  private lose(channel: Joining): void {
    if (this.forget(channel)) channel.listener.lost();
  }

  /** False if it was forgotten before. */
  private forget(channel: Joining): boolean {
    if (this.channels.get(channel.topic) !== channel) return false;
    this.channels.delete(channel.topic);
    channel.cancel?.();
    channel.joined = false;
    return true;
  }
}
