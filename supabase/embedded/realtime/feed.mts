/** Owns the way from the database to the server: listens for announced rows and hands them over in commit order. */
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";

/** A row of realtime.messages that may be sent to clients. */
export interface Row {
  id: string;
  topic: string;
  event: string;
  private: boolean;
  /** JSON text; null when `binary` is set. */
  payload: string | null;
  binary: Buffer | null;
}

export interface Feed {
  /** Whether rows committed from now on arrive. */
  readonly connected: boolean;
  stop(): Promise<void>;
}

export const rowColumns = `m.id, m.topic, m.event, m.private,
  case when m.binary_payload is null then m.payload::text end as payload, m.binary_payload as binary`;

const rowsByKey = `select ${rowColumns}
  from unnest($1::uuid[], $2::timestamp[]) with ordinality as k (id, inserted_at, place)
  join realtime.messages m on m.id = k.id and m.inserted_at = k.inserted_at
  order by k.place`;

const rowsPerRead = 64;
const firstRetryMs = 50;
const slowestRetryMs = 5_000;

/** An announced row, or the key (id, space, inserted_at) of one too large to be carried. */
type Announced = Row | string;

/**
 * Resolves when the first connection listens. A lost one is made again with growing pauses; rows committed in between
 * are not delivered, those announced but not yet read are.
 */
export async function openFeed(
  databaseUrl: string,
  onRow: (row: Row) => void,
  onLog: (line: string) => void,
): Promise<Feed> {
  const feed = new ListeningFeed(databaseUrl, onRow, onLog);
  await feed.connect();
  return feed;
}

class ListeningFeed implements Feed {
  readonly #databaseUrl: string;
  readonly #onRow: (row: Row) => void;
  readonly #onLog: (line: string) => void;
  readonly #stopping = new AbortController();
  #client: pg.Client | null = null;
  #announced: Announced[] = [];
  #reading = false;

  constructor(databaseUrl: string, onRow: (row: Row) => void, onLog: (line: string) => void) {
    this.#databaseUrl = databaseUrl;
    this.#onRow = onRow;
    this.#onLog = onLog;
  }

  get connected(): boolean {
    return this.#client !== null;
  }

  async connect(): Promise<void> {
    const client = new pg.Client({
      connectionString: this.#databaseUrl,
      application_name: "realtime_feed",
      keepAlive: true,
      connectionTimeoutMillis: 5_000,
    });
    client.on("error", () => this.#lost(client));
    client.on("end", () => this.#lost(client));
    client.on("notification", ({ payload }) => {
      this.#announced.push(parseAnnounced(payload ?? ""));
      void this.#read();
    });
    try {
      await client.connect();
      const { rows } = await client.query<{ channel: string }>("select channel from embedded_realtime.feed");
      await client.query(`listen ${client.escapeIdentifier(rows[0]?.channel ?? "")}`);
      if (this.#stopping.signal.aborted) throw new Error("the feed was stopped");
    } catch (error) {
      client.end().catch(() => undefined);
      throw error;
    }
    this.#client = client;
    void this.#read();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    const client = this.#client;
    this.#client = null;
    await client?.end().catch(() => undefined);
  }

  #lost(client: pg.Client): void {
    if (this.#client !== client) return;
    this.#client = null;
    client.end().catch(() => undefined);
    if (!this.#stopping.signal.aborted) void this.#reconnect();
  }

  async #reconnect(): Promise<void> {
    this.#onLog("the listening connection was lost");
    for (let pauseMs = firstRetryMs; !this.connected; pauseMs = Math.min(pauseMs * 2, slowestRetryMs)) {
      try {
        await sleep(pauseMs, undefined, { signal: this.#stopping.signal });
        await this.connect();
        this.#onLog("listening again");
      } catch {
        if (this.#stopping.signal.aborted) return;
      }
    }
  }

  /** Strictly in order: rows that came along are handed over at once, the others one read at a time. */
  async #read(): Promise<void> {
    if (this.#reading) return;
    this.#reading = true;
    while (this.#client && this.#announced.length > 0) {
      const keys = this.#handOver();
      if (keys.length === 0) continue;
      try {
        const rows = await readRows(this.#client, keys);
        this.#announced.splice(0, keys.length);
        for (const row of rows) this.#deliver(row);
      } catch (error) {
        this.#onLog(`rows could not be read: ${String(error)}`);
        if (!isAnswer(error)) break; // The connection is gone: the next one reads the same rows.
        this.#announced.splice(0, keys.length);
      }
    }
    this.#reading = false;
  }

  /** A row that cannot be delivered must not stop the others. */
  #deliver(row: Row): void {
    try {
      this.#onRow(row);
    } catch (error) {
      this.#onLog(`row ${row.id} could not be delivered: ${String(error)}`);
    }
  }

  /** Hands over the rows at the head of the queue; returns the keys that follow and must be read first. */
  #handOver(): string[] {
    let next = 0;
    for (let row = this.#announced[next]; typeof row === "object"; row = this.#announced[++next]) this.#deliver(row);
    this.#announced.splice(0, next);
    const end = this.#announced.findIndex((announced) => typeof announced === "object");
    return this.#announced
      .slice(0, Math.min(end === -1 ? rowsPerRead : end, rowsPerRead))
      .filter((announced) => typeof announced === "string");
  }
}

function parseAnnounced(notification: string): Announced {
  const headEnd = notification.indexOf("\n");
  if (headEnd === -1) return notification;
  const [id, topic, event, isPrivate] = JSON.parse(notification.slice(0, headEnd)) as [string, string, string, boolean];
  return { id, topic, event, private: isPrivate, payload: notification.slice(headEnd + 1), binary: null };
}

async function readRows(client: pg.Client, announced: string[]): Promise<Row[]> {
  const keys = announced.map((key) => key.split(" "));
  const ids = keys.map(([id]) => id);
  const times = keys.map(([, day, time]) => `${day} ${time}`);
  const { rows } = await client.query<Row>({ name: "read_rows", text: rowsByKey, values: [ids, times] });
  return rows;
}

/** Whether Postgres answered "no", rather than going away. */
function isAnswer(error: unknown): boolean {
  return error instanceof pg.DatabaseError && !/^(08|57P)/.test(error.code ?? "");
}
