/** Owns telling expected failures from bugs where failures are caught and looked at. */
import { CodedError } from "@/lib/base/errors";

/** The expected failure that was thrown. Anything else is a bug and is thrown on. */
export function expected(thrown: unknown): CodedError {
  if (thrown instanceof CodedError) return thrown;
  throw thrown;
}
