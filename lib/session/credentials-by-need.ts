/** Owns having the code that replaces the ways into an account: most visits do without. */
import { whenNeeded } from "@/lib/base/when-needed";

/** @throws E_OFFLINE it cannot be had */
export const credentials = whenNeeded(() => import("./credentials"));
