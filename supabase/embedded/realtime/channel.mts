/** Owns one joined channel of one socket: what it sends and receives, and its end. */
import { randomUUID } from "node:crypto";
import type { Admission, Identity } from "./admission.mts";
import { encodeBroadcast, isRecord, type ClientFrame, type Message, type Outgoing, type Version } from "./codec.mts";
import type { Row } from "./feed.mts";
import { topicPrefix, type Encoder, type Listener } from "./hub.mts";
import type { JoinConfig } from "./join-config.mts";
import { CallWindow } from "./limits.mts";
import { contentOf, type Realm } from "./realm.mts";
import { Standing } from "./standing.mts";

/** What a channel needs of its socket. */
export interface Link {
  readonly version: Version;
  readonly identity: Identity;
  send(message: Message): void;
  deliver(outgoing: Outgoing | null): void;
  /** The channel has ended by itself. */
  ended(channel: Channel): void;
}

type Reply = { status: "ok" | "error"; response: unknown };

const ok: Reply = { status: "ok", response: {} };
const failed: Reply = { status: "error", response: {} };

export class Channel implements Listener {
  readonly topic: string;
  readonly private: boolean;
  readonly joinRef: string | null;
  readonly #realm: Realm;
  readonly #link: Link;
  readonly #config: JoinConfig;
  readonly #presenceKey: string;
  readonly #presenceCalls: CallWindow;
  readonly #standing: Standing;
  readonly #replayedIds = new Set<string>();
  #feedCheck: NodeJS.Timeout | undefined;
  #held: [Encoder, string | undefined][] | null = null;
  #ended = false;

  /** @param topic without prefix */
  constructor(
    realm: Realm,
    link: Link,
    topic: string,
    joinRef: string | null,
    config: JoinConfig,
    admission: Admission,
  ) {
    this.#realm = realm;
    this.#link = link;
    this.topic = topic;
    this.private = config.private;
    this.joinRef = joinRef;
    this.#config = config;
    this.#presenceKey = config.presence.key || randomUUID();
    this.#presenceCalls = new CallWindow(realm.limits.presenceCalls, realm.limits.presenceWindowMs);
    const { headers } = link.identity;
    this.#standing = new Standing(realm, this, headers, admission, (message) => this.shutDown(message));
  }

  get ended(): boolean {
    return this.#ended;
  }

  /** Starts listening, but keeps what arrives until `begin`. */
  listen(): void {
    this.#held = [];
    this.#realm.hub.join(this);
  }

  /** Sends what follows the join's reply: presence, replayed rows, then everything live. */
  begin(replayed: Row[]): void {
    if (this.#config.presence.enabled && this.#standing.rights.readPresence)
      this.#push("presence_state", this.#realm.hub.presenceOf(this)?.state() ?? {});
    for (const row of replayed) {
      this.#replayedIds.add(row.id);
      const meta = JSON.stringify({ id: row.id, replayed: true });
      this.#link.deliver(
        encodeBroadcast(this.#link.version, topicPrefix + this.topic, contentOf(row), meta, this.joinRef),
      );
    }
    const held = this.#held ?? [];
    this.#held = null;
    for (const [encoded, id] of held) this.receive(encoded, id);
    if (this.#config.postgres_changes.length > 0)
      this.#system("postgres_changes", "error", "postgres_changes is not available on this server: use broadcast");
    if (this.#config.broadcast.replication_ready) this.#awaitFeed(performance.now() + this.#realm.limits.feedWaitMs);
    this.#standing.watchExpiry();
  }

  /** Handles a frame of this channel; the next one must wait for the promise, if there is one. */
  handle(frame: ClientFrame): void | Promise<void> {
    switch (frame.event) {
      case "broadcast":
        return this.#broadcast(frame);
      case "presence":
        return this.#presence(frame);
      case "access_token":
        return this.#standing.refresh(isRecord(frame.payload) ? frame.payload["access_token"] : null);
      default:
        this.#realm.rates.messages.add();
    }
  }

  receive(encoded: Encoder, id: string | undefined): void {
    if (this.#held) this.#held.push([encoded, id]);
    else if (this.#standing.rights.readBroadcast && !(id !== undefined && this.#replayedIds.has(id)))
      this.#link.deliver(encoded(this.#link.version));
  }

  receivePresence(encoded: Encoder): void {
    if (this.#standing.rights.readPresence && !this.#held) this.#link.deliver(encoded(this.#link.version));
  }

  shutDown(message: string): void {
    if (this.#ended) return;
    this.#system("system", "error", message);
    this.close();
    this.#link.ended(this);
  }

  /** Tells the client that the server goes away; the socket closes next. */
  announceDisconnect(): void {
    this.#system("system", "ok", "Server requested disconnect");
  }

  /** Ends the channel and says so. */
  close(): void {
    if (this.#ended) return;
    this.end();
    this.#send({ ref: this.joinRef, event: "phx_close", payload: {} });
  }

  /** Ends the channel without a word. */
  end(): void {
    this.#ended = true;
    clearTimeout(this.#feedCheck);
    this.#standing.end();
    this.#realm.hub.leave(this);
  }

  #broadcast(frame: ClientFrame): void | Promise<void> {
    if (this.#standing.rights.write) return this.#publish(frame);
    return this.#standing.askWrite().then((known) => {
      if (known) this.#publish(frame);
    });
  }

  #publish(frame: ClientFrame): void {
    const { content } = frame;
    if (this.#ended || !content || !this.#standing.rights.write?.broadcast) return;
    const { rates, limits, hub } = this.#realm;
    rates.messages.add();
    if (rates.messages.exceeded) return this.shutDown("Too many messages per second");
    const { ack, self } = this.#config.broadcast;
    const fits = content.body.length <= limits.payloadBytes;
    if (fits) hub.publish({ topic: this.topic, private: this.private, content }, self ? undefined : this);
    if (ack) this.#reply(frame, fits ? ok : { status: "error", response: "payload_size_exceeded" });
  }

  #presence(frame: ClientFrame): void | Promise<void> {
    if (!this.#presenceCalls.take()) return this.shutDown("Client presence rate limit exceeded");
    const { event, payload = {} } = isRecord(frame.payload) ? frame.payload : {};
    if (typeof event !== "string") return this.#reply(frame, ok);
    switch (event.toLowerCase()) {
      case "untrack":
        this.#realm.hub.untrack(this);
        return this.#reply(frame, ok);
      case "track":
        if (this.#standing.rights.write) return this.#track(frame, payload);
        return this.#standing
          .askWrite()
          .then((known) => (known ? this.#track(frame, payload) : this.#reply(frame, failed)));
      default:
        return this.#reply(frame, failed);
    }
  }

  #track(frame: ClientFrame, payload: unknown): void {
    if (this.#ended) return;
    if (!this.#standing.rights.write?.presence) return this.#reply(frame, failed);
    if (!isRecord(payload))
      return this.#reply(frame, { status: "error", response: { reason: "Presence track payload must be a map" } });
    const { limits, rates, hub } = this.#realm;
    if (Buffer.byteLength(JSON.stringify(payload)) > limits.payloadBytes)
      return this.shutDown("Track message size exceeded");
    rates.presence.add();
    if (rates.presence.exceeded) return this.shutDown("Too many presence messages per second");
    hub.track(this, this.#presenceKey, payload);
    this.#reply(frame, ok);
  }

  #awaitFeed(deadline: number): void {
    if (this.#realm.feed.connected) return this.#system("system", "ok", "Replication connection established");
    if (performance.now() >= deadline) return this.shutDown("Replication connection was not established in time");
    this.#feedCheck = setTimeout(() => this.#awaitFeed(deadline), this.#realm.limits.feedCheckMs);
    this.#feedCheck.unref();
  }

  #reply({ ref }: ClientFrame, reply: Reply): void {
    this.#send({ ref, event: "phx_reply", payload: reply });
  }

  #system(extension: string, status: "ok" | "error", message: string): void {
    this.#push("system", { extension, status, message, channel: this.topic });
  }

  #push(event: string, payload: unknown): void {
    this.#send({ ref: null, event, payload });
  }

  #send(message: Pick<Message, "ref" | "event" | "payload">): void {
    this.#link.send({ joinRef: this.joinRef, topic: topicPrefix + this.topic, ...message });
  }
}
