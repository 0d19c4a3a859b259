/** Owns the rule for passwords: their normal form, how many guesses they resist, and when that is enough. */
import { words } from "./words";

/** `short`: fewer than 12 characters. `guessable`: fewer than 40 bits. */
export type PasswordReason = "short" | "guessable";

export interface PasswordCheck {
  readonly ok: boolean;
  /** Estimated guessing entropy, whole bits. */
  readonly bits: number;
  readonly reasons: readonly PasswordReason[];
}

const minimumLength = 12;
const minimumBits = 40;
/** Code units that are judged; what follows can only help. */
const judgedLength = 128;
const listedWordBits = Math.log2(words.length);
const commonBits = 4;

const common = (
  "password passwort passw0rd qwerty qwertz qwertyuiop azerty asdf asdfgh zxcvbn letmein welcome login admin iloveyou " +
  "monkey dragon master sunshine princess football baseball superman batman trustno1 shadow hello secret charlie " +
  "michael jennifer jordan freedom whatever starwars pokemon test changeme parley chat message"
).split(" ");

const wordBits = new Map<string, number>([
  ...words.map((word): [string, number] => [word, listedWordBits]),
  ...common.map((word): [string, number] => [word, commonBits]),
]);
const shortestWord = 4;
const longestWord = Math.max(...[...wordBits.keys()].map((word) => word.length));

/** The one form of a password: NFKC. Case and blanks count. */
export function normalizePassword(password: string): string {
  return password.normalize("NFKC");
}

/** The longest known word of four letters or more at the start of `text`, which is in lower case. */
function wordAtStart(text: string): { length: number; bits: number } | null {
  for (let length = Math.min(longestWord, text.length); length >= shortestWord; length--) {
    const bits = wordBits.get(text.slice(0, length));
    if (bits !== undefined) return { length, bits };
  }
  return null;
}

/** Bits of a code unit: repeats and steps are cheap, letters in runs of one case are taken for language. */
function unitBits(unit: string, previous: string, inRun: boolean, seen: ReadonlySet<string>): number {
  if (Math.abs(unit.charCodeAt(0) - previous.charCodeAt(0)) <= 1) return 1;
  if (/[A-Za-z]/.test(unit)) return inRun ? 3.5 : 5;
  if (/\p{L}/u.test(unit)) return 3.5;
  if (/\p{N}/u.test(unit)) return 3.3;
  return seen.has(unit) ? 1 : 5;
}

function estimateBits(password: string): number {
  const text = /^(.+?)\1+$/su.exec(password)?.[1] ?? password;
  const runs = [...text.matchAll(/[a-z]{4,}|[A-Z]{4,}/g)];
  const seen = new Set<string>();
  let bits = 0;
  let previous = "";
  for (let at = 0; at < text.length; at += previous.length) {
    const word = wordAtStart(text.slice(at).toLowerCase());
    const piece = text.slice(at, at + (word?.length ?? 1));
    const inRun = runs.some((run) => run.index <= at && at < run.index + run[0].length);
    const capital = /[A-Z]/.test(piece) ? 1 : 0;
    bits += word ? word.bits + capital : unitBits(piece, previous, inRun, seen);
    seen.add(piece);
    previous = piece;
  }
  return Math.floor(bits);
}

function withoutKnown(text: string, known: readonly string[]): string {
  const parts = known
    .flatMap((value) => value.toLowerCase().split(/[^\p{L}\p{N}]+/u))
    .filter((part) => part.length >= 3);
  const at = parts.map((part) => text.toLowerCase().indexOf(part)).findIndex((found) => found >= 0);
  const part = parts[at];
  if (part === undefined) return text;
  const found = text.toLowerCase().indexOf(part);
  return withoutKnown(text.slice(0, found) + text.slice(found + part.length), known);
}

/**
 * Judges a new password. The estimate knows repeats, steps, common passwords and the words of our own list; it does not
 * know names, other languages or the person, so it is a floor for carelessness and no proof of strength. Parts of `known`
 * (name, address) are worth nothing.
 */
export function checkPassword(password: string, known: readonly string[] = []): PasswordCheck {
  const text = normalizePassword(password);
  const bits = estimateBits(withoutKnown(text, known).slice(0, judgedLength));
  const reasons: PasswordReason[] = [];
  if ([...text].length < minimumLength) reasons.push("short");
  if (bits < minimumBits) reasons.push("guessable");
  return { ok: reasons.length === 0, bits, reasons };
}
