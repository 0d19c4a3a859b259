/** Owns asking the database's functions by plain requests: all that a page needs of PostgREST, without its library. */
import { CodedError } from "@/lib/base/errors";
import type { FunctionAnswer, Supabase } from "./client";

/**
 * @param token the access token of whoever asks; null: nobody is signed in
 */
export function createFunctions(supabaseUrl: string, key: string, token: () => Promise<string | null>): Supabase {
  const ask = async (name: string, args: object, signal: AbortSignal): Promise<FunctionAnswer> => {
    const response = await fetch(`${supabaseUrl}/rest/v1/rpc/${name}`, {
      method: "POST",
      headers: {
        apikey: key,
        authorization: `Bearer ${(await token()) ?? key}`,
        "content-type": "application/json",
      },
      body: JSON.stringify(args),
      signal,
    });
    const { ok, status } = response;
    const text = await response.text();
    if (ok) return { data: valueIn(text), error: null, status };
    return { data: null, error: errorIn(text), status };
  };
  return { rpc: (name, args) => ({ abortSignal: (signal) => ask(name, args, signal) }) };
}

/** @throws CodedError E_FORMAT: something else than the backend answers, as the sign-in page of a hotel does */
function valueIn(text: string): unknown {
  try {
    return text === "" ? null : JSON.parse(text);
  } catch (thrown) {
    throw new CodedError("E_FORMAT", "not JSON", { cause: thrown });
  }
}

/** The error as PostgREST writes it; whatever stands between it and us answers in words of its own. */
function errorIn(text: string): object {
  try {
    const error: unknown = JSON.parse(text);
    if (typeof error === "object" && error !== null) return error;
  } catch {
    // not of PostgREST
  }
  return { message: "" };
}
