/** Owns putting a newer sealed store into the account that a device remembers. Pure. */

/** The account's sealed store as the server has it. */
export interface KeptStore {
  readonly version: number;
  /** base64 */
  readonly body: string;
}

/** `account`: what the device remembers, as JSON. Null: it has this store or a newer one already. */
export function withNewerStore(account: string, { version, body }: KeptStore): string | null {
  const known = JSON.parse(account) as { readonly store: KeptStore };
  return known.store.version < version ? JSON.stringify({ ...known, store: { ...known.store, version, body } }) : null;
}
