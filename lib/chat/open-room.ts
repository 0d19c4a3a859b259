/** Owns what stands in place of keys and sealed calls where a conversation is an open room: the same contract, nothing sealed, nothing claimed. */
import { type Bytes, fromBase64 } from "@/lib/base/bytes";
import { CodedError } from "@/lib/base/errors";
import type { Engine, LogRow, LogView, Progress } from "@/lib/crypto/engine-api";
import { encodeBody } from "@/lib/protocol/body";
import { carriedIn, carryOut } from "@/lib/protocol/room-event";
import type { DecodedEvent, WireEvent, WireSummary } from "@/lib/protocol/wire";
import { Conversation } from "./conversation";
import type { ChatDeps } from "./deps";
import { followingRows, openRow, openView, peopleIn, type OpenPlace } from "./open-log";
import type { ServerApi } from "./server-api";

/** What this device keeps of a room's log; the rows are kept as those of any conversation are: sealed. */
const recordOf = (id: string) => `room:${id}`;

/** Calls that have no meaning where nothing is sealed. */
const refuse = () => Promise.reject(new CodedError("E_IMMUTABLE", "open room"));

/**
 * The engine and the server of one open room. `Conversation`, its intake, outbox and history work with them as they do with
 * those of a sealed one.
 */
class OpenRoom {
  private readonly deps: ChatDeps;
  private readonly id: string;
  private readonly told: (summary: WireSummary) => void;
  /** As the server last told it, whichever way. */
  private readonly summary: () => WireSummary;
  private place: OpenPlace = { n: 0, base: 0 };

  constructor(deps: ChatDeps, id: string, known: { summary: () => WireSummary; told: (summary: WireSummary) => void }) {
    this.deps = deps;
    this.id = id;
    this.summary = known.summary;
    this.told = known.told;
  }

  /** What a conversation is made with. */
  parts(): ChatDeps {
    return {
      ...this.deps,
      engine: over(this.deps.engine, this.engine()),
      server: over(this.deps.server, this.server()),
    };
  }

  private engine(): Partial<Engine> {
    return {
      load: (_id, snapshot) => this.load(snapshot),
      snapshot: async () => {
        const sealed = await this.deps.engine.sealText(recordOf(this.id), JSON.stringify(this.place));
        return { n: this.place.n, sealed };
      },
      start: (input) => this.start(input.events),
      // Nobody signs here: whatever comes by socket, the server is asked.
      genuine: async () => false,
      apply: (_id, events) => this.apply(events),
      page: (_id, events) => this.page(events),
      verifyHistory: async () => ({ seq: 0, done: true, alarms: [] }),
      seal: async (_id, msgId, body) => {
        encodeBody(body);
        return carryOut(msgId, this.id, body);
      },
      unseal: async () => undefined,
      pointer: async (_id, kind, seq) => JSON.stringify({ kind, seq }),
      pointers: async () => ({ checked: [], alarms: [], later: [] }),
      ...{ genesis: refuse, commit: refuse, change: refuse },
    };
  }

  private server(): Partial<ServerApi> {
    const { server } = this.deps;
    return {
      start: async (id, max) => {
        const { conversation, events } = await server.roomStart(id, max);
        this.take(conversation);
        return { conversation, commits: [], events, anchor: { seq: before(events), transcript: "" } };
      },
      events: async (id, after) => {
        const { conversation, ...page } = await server.roomEvents(id, after);
        this.take(conversation);
        return page;
      },
      history: async (id, seq, max) => {
        const events = await server.roomHistory(id, seq, max);
        return { events, anchor: { seq: before(events), transcript: "" } };
      },
      send: ({ hdr }) => {
        const { msgId, body } = carriedIn({ body: fromBase64(hdr) });
        return server.roomPost(this.id, msgId ?? "", body);
      },
      putPointer: async (pointer) => {
        const { kind, seq } = JSON.parse(pointer) as { kind: string; seq: number };
        // Who has received what is nobody's business among hundreds; how far I have read is my other devices'.
        if (kind === "read") await server.roomRead(this.id, seq);
      },
      // The server has taken the text out together with the wish to delete it.
      tombstone: async () => undefined,
      ...{ commit: refuse, createConversation: refuse, leave: refuse },
    };
  }

  private take(summary: WireSummary): void {
    if (summary.id !== this.id || summary.class !== "open") throw new CodedError("E_IMMUTABLE", "class");
    this.told(summary);
  }

  private get view(): LogView {
    return openView(this.place, this.summary(), this.deps.me);
  }

  private async load(snapshot: Bytes): Promise<LogView | null> {
    await this.demandOpen();
    const text = await this.deps.engine.openText(recordOf(this.id), snapshot).catch(() => null);
    if (text === null) return null;
    this.place = JSON.parse(text) as OpenPlace;
    return this.view;
  }

  private async start(events: readonly DecodedEvent[]): Promise<Progress> {
    await this.demandOpen();
    const base = (events[0]?.seq ?? this.summary().last_seq + 1) - 1;
    this.place = { n: base, base };
    return this.apply(events);
  }

  private async apply(events: readonly DecodedEvent[]): Promise<Progress> {
    const fresh = events.filter((event) => event.seq > this.place.n);
    const rows = followingRows(this.place, fresh, { id: this.id, me: this.deps.me });
    this.place = { ...this.place, n: this.place.n + rows.length };
    return this.progress(rows);
  }

  private async page(events: readonly DecodedEvent[]): Promise<Progress> {
    const older = events.filter((event) => event.seq <= this.place.base);
    if (older.length > 0 && older.at(-1)?.seq !== this.place.base) throw new CodedError("E_GAP", "room");
    const rows = older.map((event) => openRow(event, this.id, this.deps.me));
    this.place = { ...this.place, base: (rows[0]?.seq ?? this.place.base + 1) - 1 };
    return this.progress(rows);
  }

  private async progress(rows: readonly LogRow[]): Promise<Progress> {
    // Names come a little later if they cannot come now.
    await this.deps.people.ensure(peopleIn(rows)).catch(() => undefined);
    const sealedRows = await this.deps.engine.sealRows(this.id, rows);
    // What has been opened can be found on this device.
    await this.deps.engine.openRows(
      this.id,
      sealedRows.map(({ sealed }) => sealed),
    );
    return { rows, sealedRows, view: this.view, need: null, alarms: [] };
  }

  /** What was sealed once is sealed for ever: a server that serves it in the open is not shown. */
  private async demandOpen(): Promise<void> {
    if (await this.deps.engine.sealedBefore(this.id)) throw new CodedError("E_IMMUTABLE", "was sealed");
  }
}

/** The agent of a conversation of either class. */
export function newConversation(deps: ChatDeps, summary: WireSummary): Conversation {
  if (summary.class === "sealed") return new Conversation(deps, summary);
  const room = new OpenRoom(deps, summary.id, {
    summary: () => conversation.summary,
    told: (news) => (conversation.summary = news),
  });
  const conversation: Conversation = new Conversation(room.parts(), summary);
  return conversation;
}

/** Position before a page; of an empty one, the beginning. */
function before(events: readonly WireEvent[]): number {
  return (events[0]?.seq ?? 1) - 1;
}

/** The same object with some of its methods replaced. */
function over<T extends object>(target: T, own: Partial<T>): T {
  return new Proxy(target, {
    get: (object, name) => {
      const member: unknown = Reflect.get(own, name) ?? Reflect.get(object, name);
      return typeof member === "function" ? (member.bind(object) as unknown) : member;
    },
  });
}
