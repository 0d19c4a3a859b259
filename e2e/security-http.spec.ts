/** What anybody can see of the server without a browser: policies, origin checks, the platform route, health. */
import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type APIRequestContext, expect, test } from "@playwright/test";

const appUrl = process.env["APP_URL"] ?? "";
const backendUrl = `http://localhost:${process.env["PARLEY_PORT_GATEWAY"]}`;
const evil = "https://evil.example";

const secrets = () =>
  JSON.parse(readFileSync(join(process.env["PARLEY_DATA"] ?? "", "secrets.json"), "utf8")) as Record<string, string>;

const pages = [
  "/",
  "/sign-in",
  "/sign-up",
  "/recover",
  "/confirm",
  "/new-password",
  "/welcome",
  "/offline",
  "/share",
  "/no-such-page",
];
const personal = ["/chats", "/new", "/settings", "/c/7b0c1c1e-8f5e-4d0b-9f6e-111111111111"];

test.describe("every document", () => {
  for (const path of pages) {
    test(`${path} carries the policy, and every script and style of it the nonce`, async ({ request }) => {
      const response = await request.get(path);
      const policy = response.headers()["content-security-policy"] ?? "";
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain(`connect-src 'self' ${backendUrl} ${backendUrl.replace("http", "ws")};`);
      expect(policy).not.toMatch(/unsafe-eval|script-src[^;]*unsafe-inline|style-src-elem[^;]*unsafe-inline/);
      const nonce = /'nonce-([^']+)'/.exec(policy)?.[1] ?? "";
      expect(atob(nonce)).toHaveLength(16);

      const html = await response.text();
      const bare = [...html.matchAll(/<(script|style)\b[^>]*>/g)]
        .map(([tag]) => tag)
        .filter((tag) => !tag.includes(nonce));
      expect(bare).toEqual([]);
      expect(html).not.toMatch(/\son(click|load|error)=/i);
    });

    test(`W05: ${path} asks nothing of third parties and gives nothing away`, async ({ request }) => {
      const response = await request.get(path);
      const html = await response.text();
      const addresses = [...html.matchAll(/(?:src|href|action)="(https?:\/\/[^"]+)"/g)].map(
        ([, address = ""]) => address,
      );
      expect(addresses.filter((address) => new URL(address).hostname !== "localhost")).toEqual([]);
      for (const secret of Object.values(secrets()).filter((value) => !value.startsWith("sb_publishable_")))
        expect(html).not.toContain(secret);
      expect(response.headers()).toMatchObject({
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
        "cross-origin-opener-policy": "same-origin",
        "cache-control": expect.stringMatching(/no-store/),
      });
      expect(response.headers()["x-powered-by"]).toBeUndefined();
      expect(response.headers()["access-control-allow-origin"]).toBeUndefined();
    });
  }

  test("has a nonce of its own", async ({ request }) => {
    const policies = await Promise.all(
      Array.from({ length: 10 }, async () => (await request.get("/sign-in")).headers()["content-security-policy"]),
    );
    expect(new Set(policies).size).toBe(10);
  });

  for (const path of personal) {
    test(`${path} leads to sign-in without a session`, async ({ request }) => {
      const response = await request.get(path, { maxRedirects: 0 });
      expect(response.status()).toBe(307);
      const target = new URL(response.headers()["location"] ?? "", appUrl).href;
      expect(target).toBe(`${appUrl}/sign-in?next=${encodeURIComponent(path)}`);
    });
  }
});

test.describe("a change", () => {
  const foreign: readonly Record<string, string>[] = [
    {},
    { origin: evil },
    { origin: "null" },
    { origin: `${appUrl}.evil.example` },
    { origin: appUrl.replace("localhost", "127.0.0.1") },
    { origin: appUrl, "sec-fetch-site": "cross-site" },
    { origin: appUrl, "sec-fetch-site": "same-site" },
    { origin: evil, "x-forwarded-host": "evil.example" },
    { origin: evil, host: "evil.example" },
    { authorization: "Bearer pk_x" },
  ];
  for (const path of ["/", "/sign-in", "/chats", "/auth/sign-out"]) {
    for (const headers of foreign) {
      test(`O11: of ${path} is refused with ${JSON.stringify(headers)}`, async ({ request }) => {
        const plain = await request.post(path, { headers });
        expect(plain.status()).toBe(403);
        const action = await request.post(path, { headers: { ...headers, "next-action": "0".repeat(42) }, data: "[]" });
        expect(action.status()).toBe(403);
      });
    }
  }

  test("what another app shares is not read where no worker has taken it in: it is sent to the page that says what to do", async ({
    request,
  }) => {
    for (const headers of foreign) {
      const multipart = { text: "meet me at the old mill" };
      const response = await request.post("/share", { headers, multipart, maxRedirects: 0 });
      expect(response.status()).toBe(303);
      expect(new URL(response.headers()["location"] ?? "", appUrl).href).toBe(`${appUrl}/share`);
      expect(await response.text()).not.toContain("old mill");
    }
  });

  test("is refused by every method that is not for reading", async ({ request }) => {
    for (const method of ["PUT", "PATCH", "DELETE", "OPTIONS"])
      expect((await request.fetch("/sign-in", { method, headers: { origin: evil } })).status()).toBe(403);
  });

  test("of the session from our own page ends it and empties the browser", async ({ request }) => {
    const response = await request.post("/auth/sign-out", { headers: { origin: appUrl } });
    expect(response.status()).toBe(204);
    expect(response.headers()["clear-site-data"]).toBe('"cache", "cookies", "storage"');
  });
});

test.describe("the platform route", () => {
  const context = {
    kind: "transaction",
    externalId: "order-1",
    title: "Road bike",
    parties: [
      { handle: "nobody-at-all", role: "seller" },
      { email: "nobody@example.org", role: "buyer" },
    ],
  };
  const post = (request: APIRequestContext, key: string, data: unknown = context, headers = {}) =>
    request.post("/api/contexts", { headers: { authorization: `Bearer ${key}`, ...headers }, data });
  const newKey = () => `pk_${randomBytes(32).toString("base64url")}`;

  test("refuses a key that nobody has made", async ({ request }) => {
    expect((await post(request, newKey())).status()).toBe(401);
    expect((await post(request, secrets()["secretKey"] ?? "")).status()).toBe(401);
    expect((await request.post("/api/contexts", { data: context })).status()).toBe(403);
  });

  test("takes a key that was made, not from a page of another site, and says who is missing", async ({ request }) => {
    const output = execFileSync(process.execPath, ["scripts/platform-key.mts", "Example Market"], { encoding: "utf8" });
    const key = /pk_\S+/.exec(output)?.[0] ?? "";
    expect(key).toHaveLength(46);
    expect((await post(request, key)).status()).toBe(404);
    expect((await post(request, key, { ...context, kind: "direct" })).status()).toBe(422);
    expect((await post(request, key, "{")).status()).toBe(400);
    expect((await post(request, key, context, { origin: evil })).status()).toBe(403);
  });

  test("cannot be used for reading, or from a browser elsewhere", async ({ request }) => {
    expect((await request.get("/api/contexts")).status()).toBe(405);
    const preflight = await request.fetch("/api/contexts", { method: "OPTIONS", headers: { origin: evil } });
    expect(preflight.headers()["access-control-allow-origin"]).toBeUndefined();
  });

  test("does not hand the service role's functions to anybody else", async ({ request }) => {
    for (const name of [
      "host_create_platform",
      "host_create_context",
      "host_change_context",
      "host_end_context",
      "health",
    ]) {
      const response = await request.post(`${backendUrl}/rest/v1/rpc/${name}`, {
        headers: { apikey: secrets()["publishableKey"] ?? "" },
        data: {},
      });
      expect([401, 403, 404]).toContain(response.status());
    }
  });
});

test.describe("health", () => {
  test("says that every part answers, and nothing else", async ({ request }) => {
    const response = await request.get("/api/health");
    expect(response.status()).toBe(200);
    expect(await response.json()).toEqual({
      status: "ok",
      parts: { database: "ok", rest: "ok", auth: "ok", storage: "ok", realtime: "ok", mail: "ok" },
    });
    expect(response.headers()["cache-control"]).toBe("no-store");
  });

  test("takes reports of violations from anybody and tells nothing back", async ({ request }) => {
    for (const data of [
      "{",
      "null",
      '{"csp-report":{"effective-directive":"img-src","blocked-uri":"https://evil.example/x"}}',
    ]) {
      const response = await request.post("/api/csp-report", {
        headers: { "content-type": "application/csp-report" },
        data,
      });
      expect(response.status()).toBe(204);
      expect(await response.text()).toBe("");
    }
  });
});
