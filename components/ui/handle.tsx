/** Owns how a handle is written: with its sign before it, also inside a language that is written from the right. */

/** The handle as text, isolated from the words around it. */
export function handleText(handle: string): string {
  return `\u2066@${handle}\u2069`;
}

export function Handle({ of }: { of: string }) {
  return <bdi dir="ltr">@{of}</bdi>;
}
