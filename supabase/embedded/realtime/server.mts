/** Owns the embedded Realtime server: puts its parts together over one database, and takes them down again. */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import pg from "pg";
import { WebSocketServer } from "ws";
import { createAuthorizer } from "./authorization.mts";
import { openFeed, type Row } from "./feed.mts";
import { shake } from "./handshake.mts";
import { answer } from "./http.mts";
import { Hub } from "./hub.mts";
import { defaultLimits, Rate, type Limits } from "./limits.mts";
import { keepPartitions } from "./partitions.mts";
import { contentOf, type Realm } from "./realm.mts";
import { Socket } from "./socket.mts";
import { createTokens } from "./token.mts";

export interface RealtimeOptions {
  /** Of a superuser, on a database where bootstrap.sql has run. */
  databaseUrl: string;
  /** Secret of the HS256 tokens Auth issues. */
  jwtSecret: string;
  publishableKey: string;
  secretKey: string;
  /** Refuse public channels. Default true. */
  privateOnly?: boolean;
  /** Default 5000, as upstream. */
  joinFailureDelayMs?: number;
  /** Default 2000, as upstream. */
  handshakeFailureDelayMs?: number;
  limits?: Partial<Limits>;
  /** What an operator may want to know, line by line; never contents or tokens. */
  onLog?: (line: string) => void;
}

export interface RealtimeServer {
  /** Takes over an upgrade request of any path; all but `/realtime/v1/websocket` are refused. */
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Answers requests under `/realtime/v1/api`; resolves to false, untouched, for any other path. */
  handleHttp(request: IncomingMessage, response: ServerResponse): Promise<boolean>;
  /** Tells every channel, closes every socket with 1012 and lets go of the database. */
  stop(): Promise<void>;
  /** Whether database messages are being delivered right now. */
  health(): Promise<boolean>;
}

const probeConnections = 8;
const slowestProbeMs = 10_000;
const slowestSweepMs = 5_000;

/** Resolves when the server listens to the database. @throws when that cannot be reached */
export async function createRealtime(o: RealtimeOptions): Promise<RealtimeServer> {
  const onLog = o.onLog ?? (() => undefined);
  const limits = { ...defaultLimits, ...o.limits };
  const rates = {
    joins: new Rate(limits.joinsPerSecond),
    messages: new Rate(limits.messagesPerSecond),
    presence: new Rate(limits.presencePerSecond),
  };
  const hub = new Hub(rates.messages);
  const pool = openPool(o.databaseUrl, onLog);
  const publish = (row: Row) => {
    const content = contentOf(row);
    rates.messages.add();
    if (content.body.length > limits.payloadBytes || rates.messages.exceeded)
      onLog(`message ${row.id} was dropped: too large or too many`);
    else hub.publish({ topic: row.topic, private: row.private, content, id: row.id });
  };
  const started = await start(pool, () => openFeed(o.databaseUrl, publish, onLog), onLog);
  const realm: Realm = {
    tokens: createTokens(o),
    authorizer: createAuthorizer(pool),
    pool,
    hub,
    feed: started.feed,
    limits,
    rates,
    privateOnly: o.privateOnly ?? true,
    joinFailureDelayMs: o.joinFailureDelayMs ?? 5_000,
    handshakeFailureDelayMs: o.handshakeFailureDelayMs ?? 2_000,
  };
  return serve(realm, async () => {
    started.stopPartitions();
    await started.feed.stop();
    await pool.end();
  });
}

function serve(realm: Realm, release: () => Promise<void>): RealtimeServer {
  const { limits, pool, feed } = realm;
  const sockets = new Set<Socket>();
  const upgrades = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: limits.frameBytes,
    skipUTF8Validation: true,
  });
  const sweeping = setInterval(
    () => {
      for (const socket of sockets) socket.sweep();
    },
    Math.min(slowestSweepMs, limits.idleMs / 4),
  );
  sweeping.unref();
  let stopped: Promise<void> | null = null;

  const admitSocket = async (request: IncomingMessage, duplex: Duplex, head: Buffer) => {
    const shaken = await shake(realm, request, duplex, sockets.size);
    if (stopped) duplex.destroy();
    if (!shaken || duplex.destroyed) return;
    upgrades.handleUpgrade(request, duplex, head, (webSocket) => {
      const socket = new Socket(realm, webSocket, shaken.version, shaken.identity);
      sockets.add(socket);
      webSocket.on("close", () => sockets.delete(socket));
    });
  };

  return {
    handleUpgrade(request, duplex, head) {
      duplex.on("error", () => duplex.destroy());
      admitSocket(request, duplex, head).catch(() => duplex.destroy());
    },
    handleHttp: (request, response) => answer(realm, request, response),
    async health() {
      if (stopped || !feed.connected) return false;
      return pool.query("select 1").then(
        () => true,
        () => false,
      );
    },
    stop() {
      stopped ??= (async () => {
        clearInterval(sweeping);
        for (const socket of sockets) socket.disconnect();
        await release();
      })();
      return stopped;
    },
  };
}

function openPool(databaseUrl: string, onLog: (line: string) => void): pg.Pool {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    application_name: "realtime_probes",
    max: probeConnections,
    connectionTimeoutMillis: 5_000,
    statement_timeout: slowestProbeMs,
    allowExitOnIdle: true,
  });
  pool.on("error", (error) => onLog(`a database connection was lost: ${error.message}`));
  return pool;
}

async function start(pool: pg.Pool, open: () => ReturnType<typeof openFeed>, onLog: (line: string) => void) {
  try {
    const stopPartitions = await keepPartitions(pool, onLog);
    return { stopPartitions, feed: await open() };
  } catch (error) {
    await pool.end();
    throw error;
  }
}
