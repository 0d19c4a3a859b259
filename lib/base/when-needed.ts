/** Owns code that is loaded when it is first needed: once, and again after a failure. */
import { CodedError } from "./errors";

/**
 * What `load` resolves to, the same at every call.
 * @returns a function that rejects with E_OFFLINE if the code cannot be had; the next call tries again
 */
export function whenNeeded<T>(load: () => Promise<T>): () => Promise<T> {
  let loading: Promise<T> | null = null;
  return () => {
    loading ??= load().catch((thrown: unknown) => {
      loading = null;
      throw new CodedError("E_OFFLINE", "code", { cause: thrown });
    });
    return loading;
  };
}
