/** Owns what happens once when the server starts: a deployment with a missing or weak setting must not come up. */
import { readPublicConfig, readSecretKey } from "@/lib/base/env";

export function register(): void {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  readPublicConfig();
  readSecretKey();
}
