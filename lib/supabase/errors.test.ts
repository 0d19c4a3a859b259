import { AuthApiError, AuthRetryableFetchError, AuthSessionMissingError, PostgrestError } from "@supabase/supabase-js";
import { describe, expect, it } from "vitest";
import { CodedError } from "@/lib/base/errors";
import { toCodedError, valueOf } from "./errors";

const postgrest = (code: string, message: string, hint = "") =>
  new PostgrestError({ code, message, hint, details: "" });

describe("reading an error of a Supabase call", () => {
  it("takes our own code from a database function", () => {
    expect(toCodedError(postgrest("PT409", "E_STALE_EPOCH"), 409).code).toBe("E_STALE_EPOCH");
  });

  it("takes the waiting time of E_RATE from the hint, in milliseconds", () => {
    expect(toCodedError(postgrest("PT429", "E_RATE", "1500"), 429)).toMatchObject({
      code: "E_RATE",
      retryAfterMs: 1500,
    });
    expect(toCodedError(postgrest("PT429", "E_RATE", "soon"), 429).retryAfterMs).toBe(60_000);
  });

  it("falls back to the class of an unknown PTxxx", () => {
    expect(toCodedError(postgrest("PT404", "something else")).code).toBe("E_NOT_FOUND");
    expect(toCodedError(postgrest("PT401", "something else")).code).toBe("E_AUTH");
  });

  it.each([
    ["42501", 403, "E_AUTH"],
    ["PGRST301", 401, "E_AUTH"],
    ["22P02", 400, "E_INPUT"],
    ["PGRST202", 404, "E_NOT_FOUND"],
    ["57014", 500, "E_SERVER"],
    ["SUP", 500, "E_SERVER"],
  ] as const)("reads database code %s (HTTP %i) as %s", (code, status, expected) => {
    expect(toCodedError(postgrest(code, "words of the server"), status).code).toBe(expected);
  });

  it.each([
    ["invalid_credentials", 400, "E_CREDENTIALS"],
    ["otp_expired", 403, "E_CREDENTIALS"],
    ["user_banned", 403, "E_AUTH"],
    ["refresh_token_already_used", 400, "E_AUTH"],
    ["over_request_rate_limit", 429, "E_RATE"],
    ["weak_password", 422, "E_INPUT"],
    ["unexpected_failure", 500, "E_SERVER"],
  ] as const)("reads auth code %s (HTTP %i) as %s", (code, status, expected) => {
    expect(toCodedError(new AuthApiError("words of the server", status, code)).code).toBe(expected);
  });

  it("takes a refusal without a code for one of Auth only where Auth has said it", () => {
    expect(toCodedError(new AuthApiError("gone", 403, undefined)).code).toBe("E_AUTH");
    expect(toCodedError({ message: "<html>not here</html>" }, 403).code).toBe("E_SERVER");
  });

  it("reads a missing session as E_AUTH", () => {
    expect(toCodedError(new AuthSessionMissingError()).code).toBe("E_AUTH");
  });

  it.each([
    new TypeError("Failed to fetch"),
    new TypeError("fetch failed"),
    new TypeError("NetworkError when attempting to fetch resource."),
    new TypeError("Load failed"),
    new DOMException("The operation timed out.", "TimeoutError"),
    new DOMException("This operation was aborted", "AbortError"),
    new AuthRetryableFetchError("Failed to fetch", 0),
    new AuthRetryableFetchError("Bad gateway", 502),
    { message: "TypeError: Failed to fetch", details: "", hint: "", code: "" },
  ])("reads %s as E_OFFLINE", (error) => {
    expect(toCodedError(error).code).toBe("E_OFFLINE");
  });

  it("does not take an answer of the server for a lost connection", () => {
    expect(toCodedError(postgrest("", "TypeError: fetch failed inside a function"), 500).code).toBe("E_SERVER");
    expect(toCodedError(new AuthRetryableFetchError("Unavailable", 503)).code).toBe("E_SERVER");
  });

  it("keeps what is already ours and admits what it does not know", () => {
    const ours = new CodedError("E_LOCKED");
    expect(toCodedError(ours)).toBe(ours);
    expect(toCodedError(undefined).code).toBe("E_UNEXPECTED");
    expect(toCodedError(new RangeError("a bug")).code).toBe("E_UNEXPECTED");
  });

  it("does not repeat the server's sentence, which may quote a person", () => {
    const error = toCodedError(postgrest("22P02", 'invalid input syntax for type uuid: "my secret"'), 400);
    expect(error.message).toBe("E_INPUT: 22P02 400");
  });
});

describe("the value of an answer", () => {
  it("is the data, or the error thrown", () => {
    expect(valueOf({ data: 7, error: null })).toBe(7);
    expect(() => valueOf({ data: null, error: new AuthApiError("no", 400, "invalid_credentials") })).toThrow(
      "E_CREDENTIALS",
    );
  });
});
