/** Owns the first look at a handle; whether it is free only the server can tell. */

/** True for 3 to 30 of a–z, 0–9 and _, beginning with a letter. */
export function isHandle(text: string): boolean {
  return /^[a-z][a-z0-9_]{2,29}$/.test(text);
}

/** What a person meant: lower case, without the at-sign and spaces. */
export function plainHandle(text: string): string {
  return text.toLowerCase().replace(/[\s@]/g, "");
}
