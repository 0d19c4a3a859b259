/** Owns which addresses may become a script or a worker of our pages: files of the build, and the service worker. Nothing else, and no text. */

/** `address` if it may be run; null if not, which counts as a violation of Trusted Types. */
export function scriptAddress(address: string, origin: string): string | null {
  if (!URL.canParse(address, origin)) return null;
  const url = new URL(address, origin);
  const ours = url.pathname.startsWith("/_next/static/") || url.pathname === "/sw.js";
  return url.origin === origin && ours ? address : null;
}

interface PolicyFactory {
  createPolicy(name: "default", rules: { createScriptURL: (address: string) => string | null }): unknown;
}

/** Lets the framework's loader, which knows no Trusted Types, pass with its own files. Once per page, before anything is loaded. */
export function trustOwnScripts(): void {
  const { trustedTypes } = globalThis as typeof globalThis & { trustedTypes?: PolicyFactory };
  trustedTypes?.createPolicy("default", { createScriptURL: (address) => scriptAddress(address, location.origin) });
}
