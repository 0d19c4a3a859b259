/** Owns a rough judgement of a password, shown while it is typed. It never leaves the page and blocks only what is too short. */

export type Strength = "none" | "weak" | "fair" | "good" | "strong";

/** Shortest password accepted, in characters after NFKC. */
export const minimumLength = 12;

const levels: readonly Strength[] = ["none", "weak", "fair", "good", "strong"];

/** 0 … 1, for a meter. */
export function strengthShare(strength: Strength): number {
  return levels.indexOf(strength) / (levels.length - 1);
}

/** True if the password may be used at all. */
export function isLongEnough(password: string): boolean {
  return [...password.normalize("NFKC")].length >= minimumLength;
}

/**
 * Estimates by what guessers try first: length counts, repetition and runs do not, parts of `known` (name, address) do not.
 * "none" means too short.
 */
export function judgePassword(password: string, known: readonly string[] = []): Strength {
  const text = password.normalize("NFKC").toLowerCase();
  if (!isLongEnough(text)) return "none";
  let rest = text;
  for (const part of known.flatMap((value) => value.toLowerCase().split(/[^\p{L}\p{N}]+/u)))
    if (part.length >= 3) rest = rest.replaceAll(part, "");
  for (const common of commonParts) rest = rest.replaceAll(common, "");
  const signs = [...rest];
  let counted = 0;
  const seen = new Set<string>();
  signs.forEach((sign, at) => {
    const before = signs[at - 1];
    const step = before === undefined ? 2 : Math.abs((sign.codePointAt(0) ?? 0) - (before.codePointAt(0) ?? 0));
    counted += step <= 1 ? 0.15 : seen.has(sign) ? 0.7 : 1;
    seen.add(sign);
  });
  const kinds = [/\p{L}/u, /\p{N}/u, /[^\p{L}\p{N}]/u].filter((kind) => kind.test(rest)).length;
  const score = counted * (kinds > 1 ? 1.15 : 1);
  if (score < 7) return "weak";
  if (score < 11) return "fair";
  return score < 16 ? "good" : "strong";
}

const commonParts = [
  "password",
  "passwort",
  "contraseña",
  "parley",
  "qwertz",
  "qwerty",
  "azerty",
  "letmein",
  "welcome",
];
