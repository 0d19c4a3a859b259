/** Owns the way into the server: which upgrade requests become sockets, and how the others are refused. */
import { STATUS_CODES, type IncomingMessage } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import type { Duplex } from "node:stream";
import type { Identity } from "./admission.mts";
import type { Version } from "./codec.mts";
import type { Realm } from "./realm.mts";
import { TokenError } from "./token.mts";

export interface Handshake {
  version: Version;
  identity: Identity;
}

/** A refused handshake: HTTP status and text. */
class Refused extends Error {
  readonly status: number;

  constructor(status: number, text: string) {
    super(text);
    this.status = status;
  }
}

/**
 * Reads an upgrade request. A bad one is answered on `socket` after the configured pause, and null is returned.
 * @param connections sockets open now
 */
export async function shake(
  realm: Realm,
  request: IncomingMessage,
  socket: Duplex,
  connections: number,
): Promise<Handshake | null> {
  try {
    return await read(realm, request, connections);
  } catch (error) {
    const { status, message } = error instanceof Refused ? error : new Refused(500, "Internal server error");
    await sleep(realm.handshakeFailureDelayMs);
    const body = JSON.stringify({ error: message });
    const head = `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\ncontent-type: application/json\r\nconnection: close\r\n`;
    socket.end(`${head}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
    return null;
  }
}

/** The headers of a request that `keep` wants, by lower-case name. */
export function namedHeaders({ headers }: IncomingMessage, keep: (name: string) => boolean): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      keep(name) && value !== undefined ? [[name, String(value)]] : [],
    ),
  );
}

async function read(realm: Realm, request: IncomingMessage, connections: number): Promise<Handshake> {
  const url = new URL(request.url ?? "/", "http://localhost");
  if (url.pathname !== "/realtime/v1/websocket") throw new Refused(404, "Not found");
  const version = versionOf(url.searchParams.get("vsn"));
  const key = request.headers["x-api-key"] ?? url.searchParams.get("apikey");
  if (typeof key !== "string" || key === "") throw new Refused(401, "API key is missing");
  if (connections >= realm.limits.connections) throw new Refused(429, "Too many connected users");
  if (realm.rates.joins.exceeded) throw new Refused(429, "Too many joins per second");
  try {
    const claims = await realm.tokens.ofKey(key);
    return { version, identity: { claims, headers: namedHeaders(request, (name) => name.startsWith("x-")) } };
  } catch (error) {
    if (!(error instanceof TokenError)) throw error;
    // Only joins say for how long.
    throw new Refused(401, error.message.startsWith("Token has expired") ? "Token has expired" : error.message);
  }
}

/** A missing version means 1.0.0. */
function versionOf(vsn: string | null): Version {
  if (vsn === null || /^1\.0\.\d+$/.test(vsn)) return 1;
  if (/^2\.0\.\d+$/.test(vsn)) return 2;
  throw new Refused(403, "The requested serializer version is not supported");
}
