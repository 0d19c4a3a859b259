/** What a build hands to browsers: no secret, no module of the server, no source map; and workers that connect nowhere. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@playwright/test";

const folder = join(__dirname, "..", ".next", "static");
const files = () =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
const holding = (words: readonly string[], paths: readonly string[]) =>
  paths.flatMap((path) => {
    const text = readFileSync(path, "latin1");
    return words.filter((word) => text.includes(word)).map((word) => `${path}: ${word}`);
  });

test("O03: no secret of this deployment is in what browsers load", () => {
  const path = join(process.env["PARLEY_DATA"] ?? "", "secrets.json");
  const { publishableKey, ...secrets } = JSON.parse(readFileSync(path, "utf8")) as Record<string, string>;
  expect(Object.keys(secrets).length).toBeGreaterThan(3);
  expect(holding(Object.values(secrets), files())).toEqual([]);
  // One build serves every deployment: not even the public key is in it.
  expect(holding([publishableKey ?? ""], files())).toEqual([]);
});

test("no name of a secret and no module of the server is in what browsers load", () => {
  const server = ["SUPABASE_SECRET_KEY", "service_role", "host_create_context", "next/headers", "health-part-failing"];
  expect(files().length).toBeGreaterThan(5);
  expect(holding(server, files())).toEqual([]);
  // The client library knows the prefix, in order to refuse such keys; no key may follow it.
  expect(files().filter((path) => /sb_secret_\w/.test(readFileSync(path, "latin1")))).toEqual([]);
});

test("source maps are not published", async ({ request }) => {
  // The bundler writes one empty map of its own; none may say anything about our sources.
  const maps = files().filter((path) => path.endsWith(".map"));
  for (const map of maps) expect(JSON.parse(readFileSync(map, "utf8"))).toMatchObject({ sources: [], sections: [] });
  const scripts = files().filter((path) => path.endsWith(".js"));
  expect(holding(["sourceMappingURL=data:"], scripts)).toEqual([]);
  const script = scripts[0]?.slice(folder.length).replaceAll("\\", "/") ?? "";
  expect((await request.get(`/_next/static${script}`)).status()).toBe(200);
  expect((await request.get(`/_next/static${script}.map`)).status()).toBe(404);
});

test("workers may compile WebAssembly and connect nowhere; nothing else may compile it", async ({ request }) => {
  const names = files().map((path) => path.slice(folder.length).replaceAll("\\", "/"));
  const workers = names.filter((name) => name.includes("/turbopack-worker-"));
  expect(workers.length).toBeGreaterThan(0);
  for (const name of workers) {
    const policy = (await request.get(`/_next/static${name}`)).headers()["content-security-policy"];
    expect(policy).toBe("default-src 'none'; script-src 'self' 'wasm-unsafe-eval'");
  }
  const page = await request.get("/sign-in");
  expect(page.headers()["content-security-policy"]).not.toContain("wasm-unsafe-eval");
});

test("every file arrives as it was built, chunks as Brotli where that is taken, and is kept for good", async ({
  request,
}) => {
  for (const path of files().filter((name) => /\.(js|css)$/.test(name))) {
    const name = path.slice(folder.length).replaceAll("\\", "/");
    const plain = await request.get(`/_next/static${name}`, { headers: { "accept-encoding": "identity" } });
    const packed = await request.get(`/_next/static${name}`, { headers: { "accept-encoding": "gzip, deflate, br" } });
    expect(plain.headers()["content-encoding"], name).toBeUndefined();
    if (name.startsWith("/chunks/")) expect(packed.headers()["content-encoding"], name).toBe("br");
    for (const response of [plain, packed]) {
      expect((await response.body()).equals(readFileSync(path)), name).toBe(true);
      expect(response.headers()["content-type"], name).toMatch(/^(application\/javascript|text\/css)/);
      expect(response.headers()["cache-control"], name).toContain("immutable");
    }
  }
});
