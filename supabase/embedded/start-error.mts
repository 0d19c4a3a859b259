/** Owns the error for an expected reason why the stack cannot start: its message is one clear sentence for a person. */
export class StartError extends Error {
  override name = "StartError";
}
