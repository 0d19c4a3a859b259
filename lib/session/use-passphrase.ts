"use client";
/** Owns suggesting a passphrase to a page; the words are loaded when they are first asked for. */

/** Resolves to five random words joined by hyphens, 55 bits. */
export function usePassphrase(): () => Promise<string> {
  return suggest;
}

async function suggest(): Promise<string> {
  const { generatePassphrase } = await import("@/lib/crypto/passphrase");
  return generatePassphrase();
}
