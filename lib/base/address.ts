/** Owns which conversation an address of the application means. */

/** Id of the conversation that is shown at this path; null: none is. */
export function conversationAt(path: string): string | null {
  return /^\/c\/([^/]+)$/.exec(path)?.[1] ?? null;
}
