/** Owns what a person is told when something fails: one table from every error code to words and what to do next. */
import { CodedError, codeOf, type ErrorCode } from "@/lib/base/errors";
import type { MessageKey, Translate } from "./translate";

/** A group of codes that mean the same to a person. Names of "errors" in the message files. */
type Meaning =
  | "unverified" // protocol message 1
  | "missing" // protocol message 2
  | "stopped" // protocol message 3
  | "unlock" // protocol message 4
  | "recovery"
  | "tooBig"
  | "closed"
  | "empty"
  | "unknownType"
  | "ended"
  | "stale"
  | "lockedByModerator"
  | "rate"
  | "notFound"
  | "auth"
  | "loginOld"
  | "credentials"
  | "noKeys"
  | "exists"
  | "weakPassword"
  | "handleTaken"
  | "input"
  | "version"
  | "lastSlot"
  | "vaultLocked"
  | "halted"
  | "rollback"
  | "spoiled"
  | "offline"
  | "server"
  | "storage"
  | "request"
  | "conflict"
  | "refused"
  | "full"
  | "slow"
  | "banned"
  | "silenced"
  | "unexpected";

/** Exhaustive by type: a new code does not compile until it has words. */
const meanings: Readonly<Record<ErrorCode, Meaning>> = {
  E_FORMAT: "unverified",
  E_RANGE: "unverified",
  E_SHORT: "unverified",
  E_KEY: "unverified",
  E_LOW_ORDER: "unverified",
  E_SIG: "unverified",
  E_COMMIT: "unlock",
  E_OPEN: "unverified",
  E_USER: "unlock",
  E_KDF_PARAMS: "unlock",
  E_RECOVERY: "recovery",
  E_TOO_BIG: "tooBig",
  E_PAD: "unverified",
  E_CONTEXT: "unverified",
  E_CTHASH: "unverified",
  E_FRANK: "unverified",
  E_CHUNK: "unverified",
  E_PTHASH: "unverified",
  E_CHAIN: "missing",
  E_GAP: "missing",
  E_FORK: "missing",
  E_REPLAY: "missing",
  E_EPOCH: "unverified",
  E_SENDER: "unverified",
  E_AUTHOR: "stopped",
  E_ORDER: "stopped",
  E_BOXES: "stopped",
  E_DISCLOSURE: "stopped",
  E_IMMUTABLE: "stopped",
  E_ROLE: "stopped",
  E_KEYCHANGE: "stopped",
  E_ADD: "stopped",
  E_REMOVE: "stopped",
  E_MODERATOR: "stopped",
  E_CASE: "stopped",
  E_POLICY: "stopped",
  E_DIRECT: "stopped",
  E_NOT_MEMBER: "ended",
  E_EPOCH_KEY: "stopped",
  E_STALE_EPOCH: "stale",
  E_MSG_ID: "unverified",
  E_LOCKED: "lockedByModerator",
  E_CLOSED: "closed",
  E_EMPTY: "empty",
  E_JSON: "unexpected",
  E_TYPE: "unknownType",
  E_RATE: "rate",
  E_NOT_FOUND: "notFound",
  E_AUTH: "auth",
  E_LOGIN_OLD: "loginOld",
  E_CREDENTIALS: "credentials",
  E_NO_KEYS: "noKeys",
  E_EXISTS: "exists",
  E_WEAK_PASSWORD: "weakPassword",
  E_HANDLE_TAKEN: "handleTaken",
  E_INPUT: "input",
  E_VERSION: "version",
  E_LAST_SLOT: "lastSlot",
  E_VAULT_LOCKED: "vaultLocked",
  E_HALTED: "halted",
  E_ROLLBACK: "rollback",
  E_SPOILED: "spoiled",
  E_OFFLINE: "offline",
  E_SERVER: "server",
  E_STORAGE: "storage",
  E_REQUEST: "request",
  E_CONFLICT: "conflict",
  E_REFUSED: "refused",
  E_FULL: "full",
  E_SLOW: "slow",
  E_BANNED: "banned",
  E_SILENCED: "silenced",
  E_UNEXPECTED: "unexpected",
};

/** What happened, and what to do next; the code stays for those who help. */
export interface ErrorWords {
  readonly code: ErrorCode;
  readonly what: string;
  readonly next: string;
}

/** Key of the sentence that says what happened. */
export function errorKey(code: ErrorCode): MessageKey {
  return `errors.${meanings[code]}.what`;
}

/** The words for a code. */
export function errorWords(t: Translate, code: ErrorCode, retryAfterMs?: number): ErrorWords {
  const meaning = meanings[code];
  const what = t(`errors.${meaning}.what`);
  if ((meaning !== "rate" && meaning !== "slow") || retryAfterMs === undefined)
    return { code, what, next: t(`errors.${meaning}.next`) };
  return { code, what, next: t("errors.rateWait", { count: Math.max(1, Math.ceil(retryAfterMs / 1000)) }) };
}

/** The words for anything thrown. */
export function wordsOf(t: Translate, thrown: unknown): ErrorWords {
  return errorWords(t, codeOf(thrown), thrown instanceof CodedError ? thrown.retryAfterMs : undefined);
}
