/** Owns the content security policy of our pages: what a page may load, run and reach. Workers carry their own. */

export interface ContentPolicyOptions {
  /** Base64 of at least 16 random bytes, new for every answer. */
  readonly nonce: string;
  /** The backend's origin; pages may fetch from it and open sockets to it. */
  readonly supabaseUrl: string;
  /** The development server evaluates strings and injects style elements. */
  readonly development: boolean;
  /** The application is served over https. */
  readonly secure: boolean;
}

/** Address that takes reports of violations. */
export const policyReportPath = "/api/csp-report";

/**
 * Value of `Content-Security-Policy`.
 * Style attributes stay open because React renders `style={{…}}` as one; style elements need the nonce.
 */
export function contentPolicy(options: ContentPolicyOptions): string {
  const { nonce, supabaseUrl, development, secure } = options;
  const script = ["'self'", `'nonce-${nonce}'`, "'strict-dynamic'", ...(development ? ["'unsafe-eval'"] : [])];
  const style = ["'self'", development ? "'unsafe-inline'" : `'nonce-${nonce}'`];
  const directives: readonly (readonly [string, ...string[]])[] = [
    ["default-src", "'none'"],
    ["script-src", ...script],
    ["style-src-elem", ...style],
    ["style-src-attr", "'unsafe-inline'"],
    ["img-src", "'self'", "blob:", "data:"],
    ["media-src", "'self'", "blob:"],
    ["font-src", "'self'"],
    ["connect-src", "'self'", supabaseUrl, supabaseUrl.replace(/^http/, "ws")],
    ["worker-src", "'self'"],
    ["manifest-src", "'self'"],
    ["object-src", "'none'"],
    ["base-uri", "'none'"],
    ["form-action", "'self'"],
    ["frame-ancestors", "'none'"],
    ["report-uri", policyReportPath],
    ["report-to", "csp"],
    ...(secure ? ([["upgrade-insecure-requests"]] as const) : []),
  ];
  return directives.map((directive) => directive.join(" ")).join("; ");
}

/** Value of `Content-Security-Policy-Report-Only`: the chunk loader passes it with `./trusted-scripts`. */
export const trustedTypesPolicy = "require-trusted-types-for 'script'";

/** A nonce for one answer: 16 random bytes in base64. */
export function newNonce(): string {
  return btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(16))));
}
