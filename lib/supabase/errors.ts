/** Owns the reading of database, auth, storage and network errors: nowhere else is looked into one. */
import { CodedError, type ErrorCode, isErrorCode } from "@/lib/base/errors";

/** Codes of Supabase Auth that say more than their HTTP status. */
const authCodes: Readonly<Record<string, ErrorCode>> = {
  invalid_credentials: "E_CREDENTIALS",
  email_not_confirmed: "E_CREDENTIALS",
  otp_expired: "E_CREDENTIALS",
  reauthentication_not_valid: "E_CREDENTIALS",
  user_banned: "E_AUTH",
  user_not_found: "E_AUTH",
  session_not_found: "E_AUTH",
  session_expired: "E_AUTH",
  refresh_token_not_found: "E_AUTH",
  refresh_token_already_used: "E_AUTH",
  bad_jwt: "E_AUTH",
  no_authorization: "E_AUTH",
  reauthentication_needed: "E_LOGIN_OLD",
  over_request_rate_limit: "E_RATE",
  over_email_send_rate_limit: "E_RATE",
  over_sms_send_rate_limit: "E_RATE",
  weak_password: "E_INPUT",
  same_password: "E_INPUT",
  email_exists: "E_INPUT",
  user_already_exists: "E_INPUT",
  email_address_invalid: "E_INPUT",
  validation_failed: "E_INPUT",
  bad_json: "E_INPUT",
  request_timeout: "E_OFFLINE",
};

/** SQLSTATEs and PostgREST codes that can reach a client although our functions raise PTxxx only. */
const databaseCodes: Readonly<Record<string, ErrorCode>> = {
  "42501": "E_AUTH",
  "22P02": "E_INPUT",
  "22023": "E_INPUT",
  PGRST301: "E_AUTH",
  PGRST302: "E_AUTH",
  PGRST303: "E_AUTH",
};

const statusCodes: Readonly<Record<number, ErrorCode>> = {
  400: "E_INPUT",
  401: "E_AUTH",
  403: "E_AUTH",
  404: "E_NOT_FOUND",
  408: "E_OFFLINE",
  413: "E_TOO_BIG",
  422: "E_INPUT",
  429: "E_RATE",
};

const authNames: Readonly<Record<string, ErrorCode>> = {
  AuthSessionMissingError: "E_AUTH",
  AuthInvalidJwtError: "E_AUTH",
  AuthInvalidTokenResponseError: "E_AUTH",
  AuthRefreshDiscardedError: "E_AUTH",
  AuthInvalidCredentialsError: "E_CREDENTIALS",
  AuthWeakPasswordError: "E_INPUT",
};

/** How long a person waits when the server names no time. */
const defaultRetryMs = 60_000;

/**
 * Our code for anything a Supabase call rejects with or returns as `error`.
 * `status` is the HTTP status of the answer where the error object lacks it; 0 means that no answer came.
 * The detail keeps the server's own code, never its sentence: sentences may quote what somebody typed.
 */
export function toCodedError(thrown: unknown, status?: number): CodedError {
  if (thrown instanceof CodedError) return thrown;
  const error = shape(thrown);
  const http = error.status ?? status;
  const code = codeFor(error, http);
  const detail = [error.code, http].filter((part) => part !== undefined && part !== "").join(" ");
  const retryAfterMs =
    code === "E_RATE" || code === "E_SLOW" ? (milliseconds(error.hint) ?? defaultRetryMs) : undefined;
  return new CodedError(code, detail, { cause: thrown, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) });
}

/** The value of a Supabase answer, or its error as ours. @throws CodedError */
export function valueOf<T>(answer: { data: T; error: unknown; status?: number }): T {
  if (answer.error) throw toCodedError(answer.error, answer.status);
  return answer.data;
}

interface ErrorShape {
  readonly name: string;
  readonly message: string;
  readonly code: string | undefined;
  readonly hint: string | undefined;
  readonly status: number | undefined;
}

function codeFor(error: ErrorShape, http: number | undefined): ErrorCode {
  if (isErrorCode(error.message)) return error.message;
  const named = authNames[error.name] ?? databaseCodes[error.code ?? ""] ?? authCodes[error.code ?? ""];
  if (named) return named;
  if (isNetworkFailure(error, http)) return "E_OFFLINE";
  const code = http ?? statusOfSqlState(error.code);
  if (code === undefined) return "E_UNEXPECTED";
  if ((code === 401 || code === 403) && isNobodys(error)) return "E_SERVER";
  return statusCodes[code] ?? (code >= 500 ? "E_SERVER" : "E_UNEXPECTED");
}

/** No answer: the browsers' and Node's words for a failed fetch, an abort, a time-out, a gateway without a server. */
function isNetworkFailure(error: ErrorShape, http: number | undefined): boolean {
  if (http === 0 || http === 502 || http === 504) return true;
  if (http !== undefined) return false;
  if (/^(AbortError|TimeoutError|AuthRetryableFetchError)$/.test(error.name)) return true;
  return /(TypeError|AbortError|TimeoutError|FetchError): |fetch failed|failed to fetch|networkerror|load failed/i.test(
    `${error.name}: ${error.message}`,
  );
}

/** Refused without a code: by something that stands before Supabase, which cannot know whose login is over. Files, and an older Auth, refuse so themselves. */
function isNobodys({ code, name }: ErrorShape): boolean {
  return (code ?? "") === "" && !/^(Storage|AuthApiError)/.test(name);
}

function statusOfSqlState(code: string | undefined): number | undefined {
  if (code === undefined || code === "") return undefined;
  const http = /^PT(\d{3})$/.exec(code)?.[1];
  if (http !== undefined) return Number(http);
  return /^([0-9A-Z]{5}|PGRST\d{3}|SUP)$/.test(code) ? 500 : undefined;
}

function milliseconds(hint: string | undefined): number | undefined {
  return hint !== undefined && /^\d{1,9}$/.test(hint) ? Number(hint) : undefined;
}

function shape(thrown: unknown): ErrorShape {
  const object: Record<string, unknown> = typeof thrown === "object" && thrown !== null ? { ...thrown } : {};
  const text = (value: unknown) => (typeof value === "string" ? value : undefined);
  const status = Number(object["status"] ?? object["statusCode"] ?? Number.NaN);
  return {
    name: (thrown instanceof Error ? thrown.name : text(object["name"])) ?? "",
    message: (thrown instanceof Error ? thrown.message : text(object["message"])) ?? "",
    code: text(object["code"]),
    hint: text(object["hint"]),
    status: Number.isInteger(status) ? status : undefined,
  };
}
