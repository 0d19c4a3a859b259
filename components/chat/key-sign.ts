/** Owns which sign a key stands for, whatever script the keyboard writes. Pure. */

/** The sign in lower case; on a layout without Latin letters, the one that Latin layouts have at this place. */
export function signOf({ key, code }: Pick<KeyboardEvent, "key" | "code">): string {
  if (key === "؟") return "?";
  // Latin letters end before this one.
  if (key < "\u0250") return key.toLowerCase();
  return code === "Comma" ? "," : code === "Slash" ? "/" : code.replace("Key", "").toLowerCase();
}
