/** Owns the decision whether a join is accepted, and with which rights, in upstream's order and words. */
import { ProbeError, type Subject } from "./authorization.mts";
import { parseJoinToken, type JoinConfig } from "./join-config.mts";
import type { Realm } from "./realm.mts";
import { parseReplayParams, type ReplayParams } from "./replay.mts";
import { assertNotExpired, TokenError, type Claims } from "./token.mts";

/** What a channel may do; undefined means not asked yet. */
export interface Rights {
  readBroadcast: boolean;
  readPresence?: boolean;
  write?: { broadcast: boolean; presence: boolean };
}

export const publicRights: Rights = {
  readBroadcast: true,
  readPresence: true,
  write: { broadcast: true, presence: true },
};

/** A join that fails; clients see `<code>: <message>`. */
export class Refusal extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }

  get reason(): string {
    return `${this.code}: ${this.message}`;
  }
}

/** Who stands behind a socket. */
export interface Identity {
  claims: Claims;
  /** The `x-…` headers of the handshake. */
  headers: Record<string, string>;
}

export interface Admission {
  /** Null when the channel speaks for the socket's API key. */
  token: string | null;
  claims: Claims;
  rights: Rights;
  replay: ReplayParams | null;
}

/**
 * Checks everything about a join but the number of channels and sockets.
 * @param topic without prefix
 * @throws Refusal
 */
export async function admit(
  realm: Realm,
  identity: Identity,
  topic: string,
  config: JoinConfig,
  payload: unknown,
): Promise<Admission> {
  const token = parseJoinToken(payload);
  const claims = token === null ? identity.claims : await verifyForJoin(realm, token);
  if (token === null) refuseExpired(claims);
  const subject = { topic, claims, headers: identity.headers };
  if (!config.private && !realm.feed.connected) await pingDatabase(realm);
  const rights = config.private ? await readRights(realm, subject, config.presence.enabled) : publicRights;
  const { replay } = config.broadcast;
  if (replay === undefined || replay === null) return { token, claims, rights, replay: null };
  if (!rights.readBroadcast) throw unreadable(topic);
  if (!config.private) throw new Refusal("UnableToReplayMessages", "Replay is not allowed for public channels");
  const params = parseReplayParams(replay);
  if (!params) throw new Refusal("UnableToReplayMessages", "Replay params are not valid");
  return { token, claims, rights, replay: params };
}

/**
 * Asks the select policies. The answer has at least one right.
 * @param presence whether to ask for presence too
 * @throws Refusal
 */
export async function readRights(realm: Realm, subject: Subject, presence: boolean): Promise<Rights> {
  try {
    const visible = await realm.authorizer.readable(subject, presence ? ["broadcast", "presence"] : ["broadcast"]);
    if (visible.size === 0) throw unreadable(subject.topic);
    return {
      readBroadcast: visible.has("broadcast"),
      ...(presence ? { readPresence: visible.has("presence") } : {}),
    };
  } catch (error) {
    throw error instanceof ProbeError ? refusalOf(error, subject.topic) : error;
  }
}

function refusalOf({ failure, message }: ProbeError, topic: string): Refusal {
  switch (failure) {
    case "policy":
      return unreadable(topic);
    case "unavailable":
      return unavailable();
    case "canceled":
      return new Refusal("QueryCanceled", message);
    case "partition":
      return new Refusal("MissingPartition", "Realtime was unable to find the expected messages partition");
    case "pool":
      return new Refusal("IncreaseConnectionPool", "Please increase your connection pool size");
  }
}

function unreadable(topic: string): Refusal {
  return new Refusal("Unauthorized", `You do not have permissions to read from this Channel topic: ${topic}`);
}

function unavailable(): Refusal {
  return new Refusal("UnableToConnectToProject", "Realtime was unable to connect to the project database");
}

async function pingDatabase({ pool }: Realm): Promise<void> {
  try {
    await pool.query("select 1");
  } catch {
    throw unavailable();
  }
}

async function verifyForJoin({ tokens }: Realm, token: string): Promise<Claims> {
  try {
    return await tokens.verify(token);
  } catch (error) {
    throw asRefusal(error);
  }
}

function refuseExpired(claims: Claims): void {
  try {
    assertNotExpired(claims);
  } catch (error) {
    throw asRefusal(error);
  }
}

function asRefusal(error: unknown): unknown {
  return error instanceof TokenError ? new Refusal(error.code, error.message) : error;
}
