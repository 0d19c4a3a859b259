/** Owns one of every banner, for the gallery. */
import type { Banner } from "@/lib/chat/view";
import { lucia, now, priya, sam } from "./samples";

export const allBanners: readonly Banner[] = [
  { kind: "halted", code: "E_ROLE" },
  { kind: "key-changed", who: sam },
  { kind: "fork", who: priya },
  { kind: "gap" },
  { kind: "locked" },
  { kind: "leaving" },
  { kind: "asked", who: lucia },
  { kind: "invited", who: lucia, title: "Reading group", people: 12 },
  { kind: "waits", who: lucia },
  { kind: "lifetime", who: lucia, days: 7 },
  { kind: "ended" },
  { kind: "closed", who: lucia, mayOpen: true },
  { kind: "deleting", at: now + 6 * 86_400_000, mayCallBack: true },
  { kind: "wish", who: lucia },
  { kind: "own-wish", who: lucia },
];
