// @ts-check
/** Every worker is its own policy context: it may run its script and compile the Argon2id WebAssembly, and connect nowhere. */
const workerPolicy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'";

/** The service worker takes pages and files from here and talks to nobody else. */
const serviceWorkerPolicy = "default-src 'none'; script-src 'self'; connect-src 'self'";

/** Chunks of the build have a compressed twin (scripts/compress-build.mjs) for whoever takes it. Half of what a first visit costs is script. */
const takesBrotli = /** @type {const} */ ([
  { type: "header", key: "accept-encoding", value: "(?:.*[ ,])?br(?:[ ,;].*)?" },
]);
const twins = [
  { files: "/_next/static/chunks/:path*.js", type: "application/javascript; charset=UTF-8" },
  { files: "/_next/static/chunks/:path*.css", type: "text/css; charset=UTF-8" },
];

/** @type {import("next").NextConfig} */
module.exports = {
  poweredByHeader: false,
  typedRoutes: false,
  agentRules: false,
  // Types are a gate of the tests; whoever starts the application need not wait for them again.
  typescript: { ignoreBuildErrors: true },
  turbopack: { root: __dirname },
  // Fewer and larger files: what a page asks for one by one costs more than what it then has and another page would not need.
  experimental: { turbopackChunking: { minChunkSize: 200_000 } },
  compiler: {
    runAfterProductionCompile: async ({ distDir }) => {
      const { compressBuild } = await import("./scripts/compress-build.mjs");
      await compressBuild(distDir);
    },
  },
  async rewrites() {
    if (process.env.NODE_ENV !== "production") return [];
    const beforeFiles = twins.map(({ files }) => ({
      source: files,
      has: [...takesBrotli],
      destination: `${files}.br`,
    }));
    return { beforeFiles, afterFiles: [], fallback: [] };
  },
  async headers() {
    const compressed = twins.map(({ files, type }) => ({
      source: files,
      has: [...takesBrotli],
      headers: [
        { key: "Content-Encoding", value: "br" },
        { key: "Content-Type", value: type },
        { key: "Vary", value: "Accept-Encoding" },
      ],
    }));
    return [
      ...(process.env.NODE_ENV === "production" ? compressed : []),
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
      { source: "/:path*", headers: [{ key: "X-Content-Type-Options", value: "nosniff" }] },
      {
        // About documents; scripts, styles and fonts of the build would only carry them along.
        source: "/((?!_next/static/).*)",
        headers: [
          { key: "Referrer-Policy", value: "strict-origin-when-cross-origin" },
          { key: "X-Frame-Options", value: "DENY" },
          { key: "Cross-Origin-Opener-Policy", value: "same-origin" },
          { key: "Permissions-Policy", value: "camera=(), microphone=(), geolocation=()" },
        ],
      },
    ];
  },
};
