// @ts-check
/** Every worker is its own policy context: it may run its script and compile the Argon2id WebAssembly, and connect nowhere. */
const workerPolicy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'";

/** The service worker takes pages and files from here and talks to nobody else. */
const serviceWorkerPolicy = "default-src 'none'; script-src 'self'; connect-src 'self'";

/** @type {import("next").NextConfig} */
module.exports = {
  poweredByHeader: false,
  typedRoutes: false,
  agentRules: false,
  // Types are a gate of the tests; whoever starts the application need not wait for them again.
  typescript: { ignoreBuildErrors: true },
  turbopack: { root: __dirname },
  async headers() {
    return [
      {
        source: "/:file(sw|sw-build).js",
        headers: [
          { key: "Cache-Control", value: "no-cache, no-store, must-revalidate" },
          { key: "Content-Security-Policy", value: serviceWorkerPolicy },
        ],
      },
      {
        source: "/_next/static/chunks/:file(turbopack-worker-.*)",
        headers: [{ key: "Content-Security-Policy", value: workerPolicy }],
      },
      {
        source: "/:path*",
        headers: [
          { key: "X-Content-Type-Options", value: "nosniff" },
          { key: "Referrer-Policy", value: "strict-origin-when-cross-origin" },
          { key: "X-Frame-Options", value: "DENY" },
          { key: "Cross-Origin-Opener-Policy", value: "same-origin" },
          { key: "Permissions-Policy", value: "camera=(), microphone=(), geolocation=()" },
        ],
      },
    ];
  },
};
