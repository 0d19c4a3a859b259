/** Owns the list of what all sockets and requests of one server share. */
import type pg from "pg";
import type { Authorizer } from "./authorization.mts";
import type { Content } from "./codec.mts";
import type { Feed, Row } from "./feed.mts";
import type { Hub } from "./hub.mts";
import type { Limits, Rate } from "./limits.mts";
import type { Tokens } from "./token.mts";

export interface Realm {
  tokens: Tokens;
  authorizer: Authorizer;
  pool: pg.Pool;
  hub: Hub;
  /** Whether rows committed now are delivered. */
  feed: Pick<Feed, "connected">;
  limits: Limits;
  rates: { joins: Rate; messages: Rate; presence: Rate };
  /** Refuse public channels. */
  privateOnly: boolean;
  /** Pause before the reply to a refused join, which slows down clients that retry for ever. */
  joinFailureDelayMs: number;
  /** Pause before the answer to a refused handshake. */
  handshakeFailureDelayMs: number;
}

/** What a stored row carries as a broadcast. */
export function contentOf(row: Row): Content {
  return row.binary
    ? { form: "binary", event: row.event, body: row.binary }
    : { form: "json", event: row.event, body: Buffer.from(row.payload ?? "null") };
}
