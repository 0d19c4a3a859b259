/** Owns the one way to call a database function: arguments in, a checked answer or a coded error out. */
import { CodedError } from "@/lib/base/errors";
import type { FunctionArguments, FunctionName, Supabase } from "./client";
import { toCodedError } from "./errors";

/** A call without an answer counts as offline after this time. */
export const callTimeoutMs = 20_000;

type Key = string | number | symbol;
interface Issue {
  readonly path?: readonly (Key | { readonly key: Key })[] | undefined;
}
type Read<T> = { readonly value: T; readonly issues?: undefined } | { readonly issues: readonly Issue[] };

/** What an answer has to look like, in the standard of schemas: valibot's in browsers, zod's on the server. */
export interface AnswerSchema<T> {
  readonly "~standard": { readonly validate: (value: unknown) => Read<T> | Promise<Read<T>> };
}

export interface CallOptions {
  /** Ends the call early; it then rejects with E_OFFLINE. */
  readonly signal?: AbortSignal;
  readonly timeoutMs?: number;
}

/**
 * Calls `public.<name>(args)` as the person of `client`.
 * @returns the answer as `schema` reads it
 * @throws CodedError: the function's own code, or E_OFFLINE, E_AUTH, E_RATE, E_SERVER; E_FORMAT if the answer is not `schema`
 */
export async function call<N extends FunctionName, T>(
  client: Supabase,
  name: N,
  args: FunctionArguments<N>,
  schema: AnswerSchema<T>,
  options: CallOptions = {},
): Promise<T> {
  const limit = AbortSignal.timeout(options.timeoutMs ?? callTimeoutMs);
  const signal = options.signal ? AbortSignal.any([options.signal, limit]) : limit;
  const answer = await ask(client, name, args, signal);
  const read = await schema["~standard"].validate(answer);
  if (read.issues) throw new CodedError("E_FORMAT", `answer of ${name}${placeOf(read.issues)}`);
  return read.value;
}

/** Where an answer does not fit. Nothing else of an issue is told: it holds what was answered. */
function placeOf([issue]: readonly Issue[]): string {
  const keys = issue?.path?.map((step) => String(typeof step === "object" ? step.key : step)) ?? [];
  return keys.length > 0 ? ` at ${keys.join(".")}` : "";
}

async function ask<N extends FunctionName>(
  client: Supabase,
  name: N,
  args: FunctionArguments<N>,
  signal: AbortSignal,
): Promise<unknown> {
  try {
    const { data, error, status } = await client.rpc(name, args).abortSignal(signal);
    if (error) throw toCodedError(error, status);
    return data;
  } catch (thrown) {
    throw toCodedError(thrown);
  }
}
