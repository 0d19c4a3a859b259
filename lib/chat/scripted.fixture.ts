/** Owns the scripted world of agent tests: a server that keeps one honest log and can be made to fail, and clients with the real engine. */
import type { NewAccount } from "@/lib/crypto/engine-api";
import { bytesToUuid, concat, fromBase64, toBase64, uuidToBytes } from "@/lib/base/bytes";
import { CodedError, type ErrorCode } from "@/lib/base/errors";
import { makeAccount } from "@/lib/crypto/account";
import { createEngine } from "@/lib/crypto/engine";
import type { Kdf } from "@/lib/crypto/kdf";
import { hkdfExtract, H, random, sha256 } from "@/lib/crypto/primitives";
import { transcriptNext, transcriptStart } from "@/lib/crypto/transcript";
import { Outbox } from "@/lib/outbox/outbox";
import { parseCommit } from "@/lib/protocol/commit";
import type { WireEvent, WireSummary } from "@/lib/protocol/wire";
import type { InboxListener } from "@/lib/realtime/link";
import type { LocalStore } from "@/lib/storage/local-store";
import { MemoryStore } from "@/lib/storage/memory-store";
import { asServed, personServed, type ScriptedPerson, toPayload } from "./as-served.fixture";
import { Messenger } from "./messenger";
import { Blocks } from "./blocks";
import { Marks } from "./own-marks";
import { People } from "./people";
import { Presence } from "./presence";
import { Preferences } from "./preferences";
import { blockApi } from "./scripted-blocks.fixture";
import { presenceApi, type PresenceRow } from "./scripted-presence.fixture";
import { ScriptedScheduled } from "./scripted-scheduled.fixture";
import { type Stored, storeApi } from "./scripted-stores.fixture";
import { oneAtATime, quickClock } from "./quick.fixture";
import { agreedDays, membersOf, syncApi } from "./scripted-sync.fixture";
import { tombstoneApi } from "./scripted-tombstones.fixture";
import { type ScriptedRoom, type SealedApi, withRooms } from "./scripted-rooms.fixture";
import type { ServerApi } from "./server-api";
import { ScriptedInvites } from "./scripted-invites.fixture";
import { scriptedLink } from "./scripted-link.fixture";
import { Spans } from "./spans.fixture";

export { toPayload } from "./as-served.fixture";

const kdf: Kdf = async (secret, salt) => hkdfExtract(salt, sha256(secret));
const modRoots = ["11".repeat(32)];
export const password = "correct horse battery";

/** One conversation's log, as an honest server keeps it, for everybody in it. */
export class ScriptedServer {
  readonly events: WireEvent[] = [];
  readonly people = new Map<string, ScriptedPerson>();
  readonly inboxes = new Map<string, InboxListener>();
  readonly pointers = new Map<string, string>();
  /** Whom each person has blocked; the one conversation here is direct. */
  readonly blocks = new Map<string, Set<string>>();
  readonly presence = new Map<string, PresenceRow>();
  readonly stores = new Map<string, Stored & { readonly of: NewAccount | undefined }>();
  readonly spans = new Spans();
  readonly scheduled = new ScriptedScheduled(this);
  readonly invites = new ScriptedInvites();
  openRoom: ScriptedRoom | null = null;
  kind: WireSummary["kind"] = "direct";
  lifecycle: WireSummary["lifecycle"] = null;
  rotate = false;
  id = "";
  epoch = 0;
  /** The next calls of these functions fail so; "after" has the effect and loses the answer. */
  readonly failures: { call: string; code: ErrorCode; when: "before" | "after" }[] = [];
  /** How events travel by socket: all by default; tests drop, delay and repeat. */
  deliver: (event: WireEvent, to: InboxListener) => void = (event, to) => to.event(toPayload(event));
  /** Nobody reaches it. */
  away = false;
  /** Its clock, before that of the clients. Milliseconds. */
  ahead = 0;
  private transcripts = [new Uint8Array(0)];

  async run<T>(call: string, effect: () => T): Promise<T> {
    if (this.away) throw new CodedError("E_OFFLINE");
    const at = this.failures.findIndex((failure) => failure.call === call);
    const [failure] = at >= 0 ? this.failures.splice(at, 1) : [];
    if (failure?.when === "before") throw new CodedError(failure.code);
    const result = effect();
    if (failure) throw new CodedError(failure.code);
    return result;
  }

  now(): number {
    return Date.now() + this.ahead;
  }

  append(kind: 1 | 2, hash: string, parts: Partial<WireEvent>): WireEvent {
    const seq = this.events.length + 1;
    if (seq === 1) this.transcripts = [transcriptStart(uuidToBytes(this.id))];
    const before = this.transcripts[seq - 1] ?? new Uint8Array(0);
    this.transcripts.push(transcriptNext(before, seq, kind, fromBase64(hash)));
    const empty = { body: null, sig: null, ct: null, boxes: null, disclosures: null, metadata: null, tombstone: null };
    const event: WireEvent = {
      conversation: this.id,
      seq,
      kind,
      epoch: this.epoch,
      received_at: this.now(),
      hash,
      ...empty,
      ...parts,
    };
    this.events.push(event);
    const present = new Set(this.spans.present());
    if (kind === 1 && event.body) this.spans.adopt(event.body, seq);
    for (const [key, inbox] of this.inboxes) {
      const userId = key.slice(0, 36);
      if (present.has(userId) && this.spans.isIn(userId)) this.deliver(event, inbox);
      else if (present.has(userId) || this.spans.isIn(userId)) inbox.changed({ conversation: this.id });
    }
    return event;
  }

  private tell(): void {
    for (const inbox of this.inboxes.values()) inbox.changed({ conversation: this.id });
  }

  private demandCurrent(header: Uint8Array): void {
    const epoch = new DataView(header.buffer).getUint32(40);
    if (this.rotate || epoch !== this.epoch) throw new CodedError("E_STALE_EPOCH");
  }

  transcript(seq: number): string {
    return toBase64(this.transcripts[seq] ?? new Uint8Array(32));
  }

  summary(me: string): WireSummary {
    const span = this.spans.of(me) ?? { joined: 1, left: null };
    const members = span.left === null ? membersOf(this) : [];
    return {
      id: this.id,
      ...{
        kind: this.kind,
        class: "sealed",
        ...this.invites.request(me),
        epoch: this.epoch,
        lifecycle: this.lifecycle,
      },
      last_seq: span.left ?? this.events.length,
      transcript: this.transcript(span.left ?? this.events.length),
      ...{ created_at: 1 },
      last_activity_at: this.events.at(-1)?.received_at ?? 1,
      rotation_required: this.rotate,
      locked: false,
      retention_days: agreedDays(this.events),
      ...{ context: null, room: null },
      members,
      my: { role: this.spans.isIn(me) ? 1 : null, joined_seq: span.joined, left_seq: span.left, read_seq: 0 },
    };
  }

  api(me: string): ServerApi {
    return withRooms(this, this.openRoom, me, this.sealed(me));
  }

  private sealed(me: string): SealedApi {
    const person = (userId: string) => personServed(this.people, userId);
    const accept = ({ seq, received_at }: WireEvent, duplicate = false) => ({ seq, duplicate, received_at });
    return {
      ...syncApi(this, me),
      conversations: () => this.run("conversations", () => [this.summary(me)]),
      start: (_id, max) =>
        this.run("start", () => {
          const page = this.spans.visible(me, this.events).slice(-max);
          const last = page.at(-1)?.seq ?? 0;
          const commits = this.events.filter((event) => event.kind === 1 && event.seq <= last);
          const from = (page[0]?.seq ?? 1) - 1;
          const anchor = { seq: from, transcript: this.transcript(from) };
          return { conversation: this.summary(me), commits, events: page, anchor };
        }),
      events: (_id, after) =>
        this.run("events", () => {
          const mine = this.spans.visible(me, this.events);
          return { events: mine.filter(({ seq }) => seq > after).slice(0, 200), last_seq: mine.at(-1)?.seq ?? 0 };
        }),
      history: (_id, before, max) =>
        this.run("history", () => {
          const from = Math.max(0, before - 1 - max);
          return {
            events: this.events.slice(from, before - 1),
            anchor: { seq: from, transcript: this.transcript(from) },
          };
        }),
      eventHashes: (_id, after) =>
        this.run("eventHashes", () => {
          const parts = this.events.slice(after).map(({ kind, hash }) => concat(Uint8Array.of(kind), fromBase64(hash)));
          return { hashes: toBase64(concat(...parts)), last_seq: this.events.length };
        }),
      send: (envelope) =>
        this.run("send", () => {
          const hdr = fromBase64(envelope.hdr);
          const msgId = hdr.subarray(24, 40).toString();
          const idOf = ({ body }: WireEvent) =>
            fromBase64(body ?? "")
              .subarray(24, 40)
              .toString();
          const taken = this.events.find((event) => event.kind === 2 && idOf(event) === msgId);
          if (taken) {
            if (taken.body !== envelope.hdr || taken.ct !== envelope.ct) throw new CodedError("E_MSG_ID");
            return accept(taken, true);
          }
          if ([...this.people.keys()].some((other) => this.blocks.get(other)?.has(me)))
            throw new CodedError("E_REFUSED");
          if (!this.spans.isIn(me)) throw new CodedError("E_NOT_FOUND");
          this.demandCurrent(hdr);
          const { hdr: body, sig, ct } = envelope;
          return accept(this.append(2, toBase64(H("msg-hash", hdr)), { body, sig, ct }));
        }),
      commit: (commit) =>
        this.run("commit", () => {
          if (!this.spans.isIn(me)) throw new CodedError("E_NOT_FOUND");
          if (parseCommit(fromBase64(commit.body)).epoch !== this.epoch + 1) throw new CodedError("E_STALE_EPOCH");
          this.epoch++;
          this.rotate = false;
          return accept(this.append(1, toBase64(H("commit-hash", fromBase64(commit.body))), commit));
        }),
      leave: (envelope) =>
        this.run("leave", () => {
          if (!this.spans.isIn(me)) throw new CodedError("E_NOT_FOUND");
          const { hdr: body, sig, ct } = envelope;
          this.demandCurrent(fromBase64(body));
          this.rotate = true;
          return accept(this.append(2, toBase64(H("msg-hash", fromBase64(body))), { body, sig, ct }));
        }),
      forget: () => this.run("forget", () => this.spans.forget(me)),
      createConversation: ({ kind, body, sig, boxes, metadata }) =>
        this.run("createConversation", () => {
          if (this.id) return { conversation: this.id, created: false };
          this.id = bytesToUuid(parseCommit(fromBase64(body)).conv);
          this.epoch = 1;
          this.kind = kind as WireSummary["kind"];
          this.append(1, toBase64(H("commit-hash", fromBase64(body))), { body, sig, boxes, metadata });
          return { conversation: this.id, created: true };
        }),
      putPointer: (pointer) =>
        this.run("putPointer", () => {
          const kind = fromBase64(pointer)[1] === 0x52 ? "read" : "view";
          this.pointers.set(`${me} ${kind}`, pointer);
          for (const inbox of this.inboxes.values()) inbox.pointer({ conversation: this.id, user_id: me, pointer });
        }),
      ...tombstoneApi(this),
      findPerson: (handle) =>
        this.run("findPerson", () => {
          const found = [...this.people].find(([, { name }]) => name === handle);
          return person(found?.[0] ?? "");
        }),
      people: (ids) => this.run("people", () => ids.map((userId) => person(userId))),
      ...{ ...storeApi(this, me), ...blockApi(this, me), ...presenceApi(this, me), ...this.scheduled.api(me) },
      ...this.invites.api(me, { isIn: (userId) => this.spans.isIn(userId), person, tell: () => this.tell() }),
    };
  }
}

export interface Client {
  readonly userId: string;
  readonly messenger: Messenger;
  readonly parts: ConstructorParameters<typeof Messenger>[0];
  readonly store: LocalStore;
  /** The same person starts again in the same browser, at a later time if need be: memory gone, disk kept. */
  reload(now?: () => number): Promise<Client>;
  /** Another browser of the same person. */
  otherDevice(): Promise<Client>;
  socket(up: boolean): void;
}

/** Signs a person up at the scripted server and starts a client. */
export async function newClient(server: ScriptedServer, name: string): Promise<Client> {
  const userId = bytesToUuid(random(16));
  const { account } = await makeAccount({ userId, password }, { kdf });
  server.people.set(userId, { account, name });
  return start(server, userId, new MemoryStore());
}

async function start(server: ScriptedServer, userId: string, store: LocalStore, now = () => Date.now()) {
  const person = server.people.get(userId);
  if (!person) throw new Error("nobody");
  const engine = createEngine({ modRoots }, { kdf });
  await engine.unlock(asServed(userId, person), { kind: "password", password });
  const api = server.api(userId);
  const wire = scriptedLink(server.inboxes, `${userId} ${random(4).toString()}`);
  const people = new People({ engine, server: api, store, me: userId });
  const parts: Client["parts"] = {
    ...{ me: userId, engine, store, server: api, link: wire.link, people },
    ...{ blocks: new Blocks({ engine, server: api, store }), preferences: new Preferences({ engine, store }) },
    ...{ presence: new Presence({ server: api, clock: quickClock, me: userId }), clock: { ...quickClock, now } },
    ...{ outbox: new Outbox(store), marks: new Marks(engine), exclusively: oneAtATime() },
    newId: () => bytesToUuid(random(16)),
  };
  const messenger = new Messenger(parts);
  await parts.marks.load();
  await messenger.start();
  const client: Client = {
    ...{ userId, messenger, parts, store },
    reload: (later) => {
      messenger.stop();
      return start(server, userId, store, later);
    },
    otherDevice: () => start(server, userId, new MemoryStore()),
    socket: (up) => wire.socket(up),
  };
  return client;
}
