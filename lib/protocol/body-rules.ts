/** Owns who may say what: rules of bodies that depend on the author's role, or on the message they speak about. */
import { equal, fromBase64Url } from "@/lib/base/bytes";
import type { Body } from "./body";
import { roles, type Role } from "./commit";
import { editWindowMs } from "./limits";

/** Locks belong to moderators of the open case, marked statements to moderators, everything else to anybody. */
export function roleMaySay(body: Body, role: Role, caseId: Uint8Array): boolean {
  switch (body.t) {
    case "lock":
    case "unlock":
      return role === roles.moderator && equal(fromBase64Url(body.case), caseId);
    case "modnote-public":
      return role === roles.moderator;
    default:
      return true;
  }
}

/** A place in the log: who wrote, and when it reached the server (ms since 1970). */
export interface Written {
  /** User id. */
  readonly author: string;
  readonly at: number;
}

/**
 * Whether an edit, a deletion or the end of a poll counts: only for the author's own message, an edit only within 24 hours
 * of it. Anything else counts always. What does not count is ignored and flagged, never shown as done.
 */
export function mayChange(body: Body, change: Written, target: Written): boolean {
  if (body.t !== "edit" && body.t !== "del" && body.t !== "poll-end") return true;
  return change.author === target.author && (body.t !== "edit" || change.at - target.at <= editWindowMs);
}
