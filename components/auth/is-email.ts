/** Owns the first look at an e-mail address; whether it exists only a mail can tell. */

/** True if it has one at-sign with something on both sides and a dot behind it. */
export function isEmail(text: string): boolean {
  return /^[^\s@]+@[^\s@]+\.[^\s@.]+$/.test(text.trim());
}
