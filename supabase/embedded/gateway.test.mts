/** Owns the proof that the gateway opens exactly what it should, to whom it should, and keeps its parts replaceable. */
import { request } from "node:http";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { WebSocket } from "ws";
import { startTestStack, type TestStack } from "./test-stack.mts";

vi.setConfig({ testTimeout: 20_000, hookTimeout: 60_000 });

const page = "http://localhost:3000";
let stack: TestStack;
beforeAll(async () => {
  stack = await startTestStack({ siteUrl: page, origins: ["http://localhost:3999"] });
});
afterAll(() => stack?.remove());

/** A raw request, because fetch forbids the headers an attacker sets. */
function raw(
  path: string,
  headers: Record<string, string> = {},
  method = "GET",
  host = "127.0.0.1",
): Promise<{ status: number; headers: Record<string, unknown>; text: string }> {
  return new Promise((resolve, reject) => {
    const sent = request({ host, port: stack.ports.gateway, path, method, headers }, (answer) => {
      let text = "";
      answer.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
      answer.on("end", () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text }));
    });
    sent.on("error", reject);
    sent.end();
  });
}
const withKey = () => ({ apikey: stack.publishableKey });

describe("paths", () => {
  it.each([
    "/",
    "/_system/config",
    "/_system",
    "//_system/config",
    "/auth/v1/../../_system/config",
    "/auth/v1/%2e%2e/%2e%2e/_system/config",
    "/rest/v1/",
    "/rest/v1/../../_system/config",
    "/auth/v1/admin/users",
    "/auth/v1/authorize?provider=github",
    "/auth/v1/callback",
    "/auth/v1/verify?token=x&type=signup",
    "/storage/v1/",
    "/studio",
    "/realtime/v1/other",
    "/functions/v1/x",
    "/pg/",
  ])("refuses %s", async (path) => {
    const answer = await raw(path, withKey());
    expect([404, 405]).toContain(answer.status);
    expect(answer.text).not.toContain("postgres");
  });

  it("refuses an address in place of a path", async () => {
    expect((await raw("http://127.0.0.1/_system/config", withKey())).status).toBe(404);
  });

  it("says it is well without a key", async () => {
    expect((await raw("/auth/v1/health")).status).toBe(200);
  });
});

describe("keys", () => {
  it("are needed, and must be ours", async () => {
    expect((await raw("/auth/v1/settings")).status).toBe(401);
    expect((await raw("/auth/v1/settings", { apikey: "sb_publishable_other" })).status).toBe(401);
    expect((await raw("/auth/v1/settings", withKey())).status).toBe(200);
  });

  it("of pages do not open what is for servers, and the secret key does not work in a page", async () => {
    expect((await raw("/storage/v1/bucket", withKey())).status).toBe(403);
    expect(
      (await raw("/storage/v1/bucket", { apikey: stack.secretKey, authorization: `Bearer ${stack.secretKey}` })).status,
    ).toBe(200);
    expect((await raw("/storage/v1/bucket", { apikey: stack.secretKey, origin: page })).status).toBe(401);
    expect((await raw("/auth/v1/settings", { apikey: stack.secretKey, "sec-fetch-site": "same-origin" })).status).toBe(
      401,
    );
  });

  it("that a token claims for itself do not count", async () => {
    const report = vi.spyOn(console, "error").mockImplementation(() => undefined); // the REST server reports refusals there
    const forged = `${Buffer.from('{"alg":"none"}').toString("base64url")}.${Buffer.from('{"role":"service_role","sub":"x"}').toString("base64url")}.`;
    const answer = await raw(
      "/rest/v1/rpc/health",
      { ...withKey(), authorization: `Bearer ${forged}`, "content-type": "application/json" },
      "POST",
    );
    report.mockRestore();
    expect(answer.status).toBe(401);
  });
});

describe("pages", () => {
  it("of the app may call, with exactly their origin allowed", async () => {
    const answer = await raw("/auth/v1/settings", { ...withKey(), origin: page });
    expect(answer.headers["access-control-allow-origin"]).toBe(page);
    const preflight = await raw(
      "/rest/v1/rpc/send",
      { origin: "http://localhost:3999", "access-control-request-method": "POST" },
      "OPTIONS",
    );
    expect(preflight.status).toBe(204);
    expect(preflight.headers["access-control-allow-origin"]).toBe("http://localhost:3999");
  });

  it.each([
    "http://evil.example",
    "null",
    "http://localhost:3000.evil.example",
    "https://localhost:3000",
    "http://localhost",
  ])("of origin %s may not", async (origin) => {
    for (const method of ["GET", "OPTIONS"]) {
      const answer = await raw(
        "/auth/v1/settings",
        { ...withKey(), origin, "access-control-request-method": "GET" },
        method,
      );
      expect(answer.status).toBe(403);
      expect(answer.headers["access-control-allow-origin"]).toBeUndefined();
    }
  });

  it("that rebind their name to this machine may not", async () => {
    expect((await raw("/auth/v1/settings", { ...withKey(), host: "evil.example" })).status).toBe(403);
  });

  it("of foreign origins get no socket either", async () => {
    const url = `ws://127.0.0.1:${stack.ports.gateway}/realtime/v1/websocket?apikey=${stack.publishableKey}&vsn=2.0.0`;
    const outcome = (options: object, address = url) =>
      new Promise<number>((resolve) => {
        const socket = new WebSocket(address, options);
        socket.on("unexpected-response", (_, answer) => resolve(answer.statusCode ?? 0));
        socket.on("error", () => undefined);
        socket.on("open", () => {
          socket.close();
          resolve(101);
        });
      });
    expect(await outcome({ origin: "http://evil.example" })).toBe(403);
    expect(await outcome({ origin: page })).toBe(101);
    expect(await outcome({}, url.replace("/realtime/v1/websocket", "/other"))).toBe(404);
  });
});

describe("bodies", () => {
  it("that are too big are refused before they are read", async () => {
    const answer = await fetch(`${stack.url}/rest/v1/rpc/send`, {
      method: "POST",
      headers: { ...withKey(), "content-type": "application/json" },
      body: JSON.stringify({ hdr: "x".repeat(3_000_000) }),
    });
    expect(answer.status).toBe(413);
    expect(await answer.json()).toMatchObject({ code: "too_big" });
  });

  it("that are no JSON object are refused by Auth's door", async () => {
    const answer = await fetch(`${stack.url}/auth/v1/signup`, { method: "POST", headers: withKey(), body: "[1]" });
    expect(answer.status).toBe(400);
  });
});

it("hides the mail page from a name that is rebound to this machine", async () => {
  const page = await fetch(stack.mailUrl);
  expect(page.status).toBe(200);
  expect(page.headers.get("content-security-policy")).toContain("default-src 'none'");
  const answer = await new Promise<number>((resolve) => {
    request(
      { host: "127.0.0.1", port: stack.ports.mail, path: "/mails.json", headers: { host: "evil.example" } },
      (each) => {
        each.resume();
        resolve(each.statusCode ?? 0);
      },
    ).end();
  });
  expect(answer).toBe(421);
});

it.each(["gateway", "realtime"] as const)(
  "works again after a restart of %s, with the same addresses and sessions",
  async (part) => {
    const { client, id } = await stack.person();
    await stack.restart(part);
    expect((await client.auth.getUser()).data.user?.id).toBe(id);
    const { error } = await client.rpc("account");
    expect(error).toBeNull();
  },
);
