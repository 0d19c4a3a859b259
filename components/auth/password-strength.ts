/** Owns the words and the share a meter shows for what the rule for passwords has found. */
import type { PasswordCheck } from "@/lib/session/use-password-check";

export type Strength = "none" | "weak" | "fair" | "good" | "strong";

/** Shortest password accepted, in characters after NFKC. */
const minimumLength = 12;

const levels: readonly Strength[] = ["none", "weak", "fair", "good", "strong"];

/** 0 … 1, for a meter. */
export function strengthShare(strength: Strength): number {
  return levels.indexOf(strength) / (levels.length - 1);
}

/** True if the password may be used as far as its length goes; the rest is the rule's. */
export function isLongEnough(password: string): boolean {
  return [...password.normalize("NFKC")].length >= minimumLength;
}

/** "weak" is what the rule refuses; above it, ever more bits. */
export function strengthOf({ ok, bits, reasons }: PasswordCheck): Strength {
  if (reasons.includes("short")) return "none";
  if (!ok) return "weak";
  if (bits < 46) return "fair";
  return bits < 60 ? "good" : "strong";
}
