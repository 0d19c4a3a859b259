/** Owns the closed list of error codes and the one error class that carries them across modules, workers and the wire. */

/** Codes of the protocol (docs/protocol.md, "Error codes"). */
export const protocolCodes = [
  "E_FORMAT",
  "E_RANGE",
  "E_SHORT",
  "E_KEY",
  "E_LOW_ORDER",
  "E_SIG",
  "E_COMMIT",
  "E_OPEN",
  "E_USER",
  "E_KDF_PARAMS",
  "E_RECOVERY",
  "E_TOO_BIG",
  "E_PAD",
  "E_CONTEXT",
  "E_CTHASH",
  "E_FRANK",
  "E_CHUNK",
  "E_PTHASH",
  "E_CHAIN",
  "E_GAP",
  "E_FORK",
  "E_REPLAY",
  "E_EPOCH",
  "E_SENDER",
  "E_AUTHOR",
  "E_ORDER",
  "E_BOXES",
  "E_DISCLOSURE",
  "E_IMMUTABLE",
  "E_ROLE",
  "E_KEYCHANGE",
  "E_ADD",
  "E_REMOVE",
  "E_MODERATOR",
  "E_CASE",
  "E_POLICY",
  "E_DIRECT",
  "E_NOT_MEMBER",
  "E_EPOCH_KEY",
  "E_STALE_EPOCH",
  "E_MSG_ID",
  "E_LOCKED",
  "E_RATE",
  "E_NOT_FOUND",
] as const;

/** Codes of the application around the protocol. */
export const appCodes = [
  /** No session, or the session has ended. */
  "E_AUTH",
  /** The login is too old for this: sign in again first. */
  "E_LOGIN_OLD",
  /** E-mail or password wrong (never says which). */
  "E_CREDENTIALS",
  /** The account exists but has no keys yet. */
  "E_NO_KEYS",
  /** The person already registered keys. */
  "E_EXISTS",
  /** A new password is too short or too easy to guess. */
  "E_WEAK_PASSWORD",
  /** Handle already in use. */
  "E_HANDLE_TAKEN",
  /** Handle, name or other input breaks its rule. */
  "E_INPUT",
  /** Compare-and-swap lost: somebody (another device) wrote first. */
  "E_VERSION",
  /** The last way to unlock must not be deleted. */
  "E_LAST_SLOT",
  /** Keys are locked; unlock first. */
  "E_VAULT_LOCKED",
  /** The conversation is halted; nothing may be sent. */
  "E_HALTED",
  /** The server served an older generation than this device knows. */
  "E_ROLLBACK",
  /** The sealed store was written over with what nobody can open, and nothing earlier of it opens. */
  "E_SPOILED",
  /** No connection to the server. */
  "E_OFFLINE",
  /** The server failed. */
  "E_SERVER",
  /** The browser's storage is full or closed. */
  "E_STORAGE",
  /** Not accepted: the other person is gone, or takes no messages; never says which. */
  "E_REFUSED",
  /** Not accepted yet by the person asked: there is one message until then. */
  "E_REQUEST",
  /** The open room has no place left. */
  "E_FULL",
  /** Slow mode of an open room: a pause between two messages. */
  "E_SLOW",
  /** Removed from an open room for good. */
  "E_BANNED",
  /** May read in an open room and not write for now. */
  "E_SILENCED",
  /** The conversation is closed, or about to be deleted: read and not written. */
  "E_CLOSED",
  /** Nothing is said: the message, or the body of a request, is missing. */
  "E_EMPTY",
  /** What should be JSON, or a body, is none. */
  "E_JSON",
  /** A type or version that the server does not know. */
  "E_TYPE",
  /** Same external id with other parties. */
  "E_CONFLICT",
  /** A bug of ours: anything not foreseen. */
  "E_UNEXPECTED",
] as const;

export type ErrorCode = (typeof protocolCodes)[number] | (typeof appCodes)[number];

const known: ReadonlySet<string> = new Set<string>([...protocolCodes, ...appCodes]);

/** True if `value` is one of our codes. */
export function isErrorCode(value: unknown): value is ErrorCode {
  return typeof value === "string" && known.has(value);
}

/** An expected failure. `code` is all a program may act on; `detail` is for logs and never holds content, keys or tokens. */
export class CodedError extends Error {
  readonly code: ErrorCode;
  /** Milliseconds to wait, with E_RATE and E_SLOW. */
  readonly retryAfterMs: number | undefined;

  constructor(code: ErrorCode, detail = "", options: { cause?: unknown; retryAfterMs?: number } = {}) {
    super(detail ? `${code}: ${detail}` : code, options.cause === undefined ? {} : { cause: options.cause });
    this.name = "CodedError";
    this.code = code;
    this.retryAfterMs = options.retryAfterMs;
  }
}

/** The code of anything thrown; E_UNEXPECTED for what is not ours. */
export function codeOf(thrown: unknown): ErrorCode {
  return thrown instanceof CodedError ? thrown.code : "E_UNEXPECTED";
}
