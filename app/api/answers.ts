/** Owns the forms that all our routes share: errors as `{ error: { code, message } }`, and JSON bodies with a limit. */
import type * as z from "zod";
import { CodedError, type ErrorCode } from "@/lib/base/errors";

/** HTTP status and sentence for every code a program can meet. What is missing here is a fault of ours: 500. */
const answers: Partial<Record<ErrorCode, readonly [status: number, message: string]>> = {
  E_AUTH: [401, "The key is missing or not valid. Send it as: Authorization: Bearer pk_…"],
  E_NOT_FOUND: [404, "A party is not known here. People need an account before they can be part of a conversation."],
  E_CONFLICT: [409, "This external id already belongs to a conversation with other parties."],
  E_EMPTY: [400, "The body is missing."],
  E_JSON: [400, "The body must be JSON."],
  E_TYPE: [422, "This kind is not known here."],
  E_TOO_BIG: [413, "The body is too long."],
  E_INPUT: [422, "The body breaks a rule of this route."],
  E_RATE: [429, "Too many requests. Wait for as long as Retry-After says."],
  E_OFFLINE: [503, "The service is not reachable at the moment. The same request may be sent again."],
  E_SERVER: [503, "The service could not do this at the moment. The same request may be sent again."],
};

/**
 * The answer for anything thrown. `fields` name what is wrong with the body, in words that repeat no value of it; `words`
 * say what a code means on one route, where it means something else than usual.
 */
export function errorAnswer(
  thrown: unknown,
  fields: readonly { path: string; message: string }[] = [],
  words: Partial<Record<ErrorCode, string>> = {},
): Response {
  const error = thrown instanceof CodedError ? thrown : new CodedError("E_UNEXPECTED", "", { cause: thrown });
  const [status, usual] = answers[error.code] ?? [500, "The service failed. The fault is ours."];
  const message = words[error.code] ?? usual;
  const code = status === 500 ? "E_UNEXPECTED" : error.code;
  const headers: Record<string, string> = { "cache-control": "no-store" };
  if (status === 401) headers["www-authenticate"] = "Bearer";
  if (status === 429) headers["retry-after"] = String(Math.ceil((error.retryAfterMs ?? 1000) / 1000));
  return Response.json({ error: { code, message, ...(fields.length > 0 ? { fields } : {}) } }, { status, headers });
}

/** The answer for a body that breaks the rules of its form; E_TYPE where its kind is one that nobody knows. */
export function badBody(error: z.ZodError): Response {
  const fields = error.issues.map(({ path, message }) => ({ path: path.join("."), message }));
  const unknownKind = error.issues.some(({ code, path }) => code === "invalid_value" && path.join(".") === "kind");
  return errorAnswer(new CodedError(unknownKind ? "E_TYPE" : "E_INPUT"), fields);
}

/**
 * The JSON body of a request.
 * @throws CodedError E_TOO_BIG above `maxBytes`, nothing more is read then; E_EMPTY without a body; E_JSON if it is none
 */
export async function readJson(request: Request, maxBytes: number): Promise<unknown> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body ?? []) {
    size += chunk.length;
    if (size > maxBytes) throw new CodedError("E_TOO_BIG", "body");
    chunks.push(chunk);
  }
  if (size === 0) throw new CodedError("E_EMPTY", "body");
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(Buffer.concat(chunks)));
  } catch {
    throw new CodedError("E_JSON", "body");
  }
}
