import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { NextRequest } from "next/server";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { config, proxy } from "./proxy";

const appUrl = "http://localhost:3000";
const person = "7b0c1c1e-8f5e-4d0b-9f6e-111111111111";
let auth: Server;
/** What the scripted Auth server answers next, and what it was asked. */
let answers: Record<string, { status: number; body: unknown }>;
let asked: string[];

beforeAll(async () => {
  auth = createServer((request, response) => {
    const path = new URL(request.url ?? "/", "http://auth").pathname;
    asked.push(path);
    const answer = answers[path] ?? { status: 404, body: {} };
    response.writeHead(answer.status, { "content-type": "application/json" }).end(JSON.stringify(answer.body));
  });
  await new Promise<void>((resolve) => auth.listen(0, "127.0.0.1", resolve));
  vi.stubEnv("APP_URL", appUrl);
  vi.stubEnv("NEXT_PUBLIC_SUPABASE_URL", `http://127.0.0.1:${(auth.address() as AddressInfo).port}`);
  vi.stubEnv("NEXT_PUBLIC_SUPABASE_PUBLISHABLE_KEY", "sb_publishable_test");
  vi.stubEnv("PARLEY_MOD_ROOT", "ab".repeat(32));
});

afterAll(() => {
  vi.unstubAllEnvs();
  auth.close();
});

beforeEach(() => {
  asked = [];
  answers = { "/auth/v1/user": { status: 200, body: { id: person, aud: "authenticated", email: "a@parley.test" } } };
});

const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");

/** An unverified token, as the embedded backend signs it (HS256: only Auth can check it). */
function token(lifetimeSeconds: number): string {
  const exp = Math.floor(Date.now() / 1000) + lifetimeSeconds;
  return [part({ alg: "HS256", typ: "JWT" }), part({ sub: person, exp, aud: "authenticated" }), part("sig")].join(".");
}

function session(lifetimeSeconds: number) {
  return {
    access_token: token(lifetimeSeconds),
    refresh_token: "refresh",
    token_type: "bearer",
    expires_in: lifetimeSeconds,
    expires_at: Math.floor(Date.now() / 1000) + lifetimeSeconds,
    user: { id: person },
  };
}

function get(path: string, lifetimeSeconds?: number): NextRequest {
  const cookie = lifetimeSeconds === undefined ? "" : `sb-127-auth-token=base64-${part(session(lifetimeSeconds))}`;
  return new NextRequest(`${appUrl}${path}`, { headers: cookie ? { cookie } : {} });
}

/** What the page is rendered with: Next passes changed request headers on in answer headers of this form. */
const forwarded = (response: Response, name: string) => response.headers.get(`x-middleware-request-${name}`);

describe("every page", () => {
  it("gets a policy with a fresh nonce, and the same one for rendering", async () => {
    const [first, second] = await Promise.all([proxy(get("/")), proxy(get("/"))]);
    const policy = first.headers.get("content-security-policy") ?? "";
    expect(policy).toContain("default-src 'none'");
    expect(forwarded(first, "content-security-policy")).toBe(policy);
    expect(policy).toContain(`'nonce-${forwarded(first, "x-nonce")}'`);
    expect(second.headers.get("content-security-policy")).not.toBe(policy);
  });

  it("asks for trusted types without enforcing them, and says where reports go", async () => {
    const response = await proxy(get("/"));
    expect(response.headers.get("content-security-policy-report-only")).toContain("require-trusted-types-for");
    expect(response.headers.get("reporting-endpoints")).toBe('csp="/api/csp-report"');
  });

  it("does not let the sender choose the nonce", async () => {
    const request = new NextRequest(appUrl, { headers: { "x-nonce": "mine", "content-security-policy": "x" } });
    const response = await proxy(request);
    expect(forwarded(response, "x-nonce")).not.toBe("mine");
    expect(forwarded(response, "content-security-policy")).toContain("default-src 'none'");
  });
});

describe("requests that change something", () => {
  const post = (path: string, headers: Record<string, string>) =>
    proxy(new NextRequest(`${appUrl}${path}`, { method: "POST", headers }));

  it("are refused with 403 from another site, also without an origin and also for Server Actions", async () => {
    expect((await post("/chats", { origin: "https://evil.test", "next-action": "1" })).status).toBe(403);
    expect((await post("/chats", { "next-action": "1" })).status).toBe(403);
    expect((await post("/", { origin: "https://evil.test", "x-forwarded-host": "evil.test" })).status).toBe(403);
    expect(asked).toEqual([]);
  });

  it("pass from our own pages, and from programs with a key below /api", async () => {
    expect((await post("/", { origin: appUrl, "sec-fetch-site": "same-origin" })).status).toBe(200);
    expect((await post("/api/contexts", { authorization: "Bearer pk_1" })).status).toBe(200);
    expect((await post("/chats", { authorization: "Bearer pk_1" })).status).toBe(403);
  });
});

describe("what other apps share", () => {
  const share = (headers: Record<string, string>) => {
    const body = new FormData();
    body.append("text", "meet me at the old mill");
    return new NextRequest(`${appUrl}/share`, { method: "POST", headers, body });
  };

  it("is not read where no service worker has taken it in: the page that comes instead says what to do", async () => {
    for (const origin of ["null", appUrl, "https://evil.test"]) {
      const request = share({ origin });
      const response = await proxy(request);
      expect([response.status, response.headers.get("location")]).toEqual([303, `${appUrl}/share`]);
      expect(response.headers.get("cache-control")).toBe("no-store");
      expect(request.bodyUsed).toBe(false);
    }
    expect(asked).toEqual([]);
  });

  it("has a page for everybody, and functions at its address are still only called by our own pages", async () => {
    expect((await proxy(get("/share"))).status).toBe(200);
    expect((await proxy(share({ origin: "https://evil.test", "next-action": "1" }))).status).toBe(403);
    expect((await proxy(share({ origin: appUrl, "next-action": "1" }))).status).toBe(200);
  });
});

describe("personal pages", () => {
  it.each(["/chats", "/c/1?x=2", "/new", "/settings/security"])(
    "send %s to sign-in without a session",
    async (path) => {
      const response = await proxy(get(path));
      expect(response.status).toBe(307);
      expect(response.headers.get("location")).toBe(`${appUrl}/sign-in?next=${encodeURIComponent(path)}`);
      expect(response.headers.get("content-security-policy")).toContain("default-src 'none'");
    },
  );

  it.each(["/", "/sign-in", "/cookies", "/newsletter", "/auth/confirm"])("leave %s to everybody", async (path) => {
    expect((await proxy(get(path))).status).toBe(200);
  });

  it("open with a session, without renewing it early", async () => {
    expect((await proxy(get("/chats", 3600))).status).toBe(200);
    expect(asked).toEqual(["/auth/v1/user"]);
  });

  it("send to sign-in when Auth no longer knows the session", async () => {
    answers["/auth/v1/user"] = { status: 403, body: { code: "session_not_found", message: "gone" } };
    expect((await proxy(get("/chats", 3600))).status).toBe(307);
  });

  it("stay open while Auth is down: a signed-in person must reach the history on this device", async () => {
    answers["/auth/v1/user"] = { status: 500, body: {} };
    expect((await proxy(get("/chats", 3600))).status).toBe(200);
  });
});

describe("a session near its end", () => {
  it("is renewed in the answer and in what the page is rendered with, and the answer is not cached", async () => {
    answers["/auth/v1/token"] = { status: 200, body: { ...session(3600), refresh_token: "next" } };
    const response = await proxy(get("/chats", 30));
    expect(response.status).toBe(200);
    const cookie = response.cookies.get("sb-127-auth-token")?.value ?? "";
    expect(Buffer.from(cookie.replace("base64-", ""), "base64url").toString()).toContain('"refresh_token":"next"');
    expect(forwarded(response, "cookie")).toContain(cookie);
    expect(response.headers.get("cache-control")).toContain("no-store");
  });

  it("is kept for long, but on a shared computer only until the browser is closed", async () => {
    answers["/auth/v1/token"] = { status: 200, body: session(3600) };
    const long = await proxy(get("/chats", 30));
    expect(long.cookies.get("sb-127-auth-token")?.maxAge).toBeGreaterThan(86_400);
    const request = get("/chats", 30);
    request.cookies.set("parley-brief", "1");
    const brief = await proxy(request);
    expect(brief.cookies.get("sb-127-auth-token")?.value).not.toBe("");
    expect(brief.headers.getSetCookie().join()).not.toMatch(/max-age|expires/i);
  });

  it("is not renewed while it is being ended", async () => {
    const request = get("/auth/sign-out", 30);
    const post = new NextRequest(request.url, {
      method: "POST",
      headers: { origin: appUrl, cookie: request.headers.get("cookie") ?? "" },
    });
    const response = await proxy(post);
    expect(response.headers.getSetCookie()).toEqual([]);
    expect(asked).toEqual([]);
  });

  it("that cannot be renewed is removed, and the removal survives the redirect", async () => {
    vi.spyOn(console, "error").mockReturnValue(undefined); // the library reports the refusal there
    answers["/auth/v1/token"] = { status: 400, body: { code: "refresh_token_not_found", message: "no" } };
    const response = await proxy(get("/chats", -10));
    expect(response.status).toBe(307);
    expect(response.cookies.get("sb-127-auth-token")?.value).toBe("");
  });
});

describe("the matcher", () => {
  const matches = (path: string) => new RegExp(`^${config.matcher[0]}$`).test(path);

  it.each(["/api/health", "/api/csp-report", "/_next/static/chunks/a.js", "/sw.js", "/sw-build.js", "/icons/a.png"])(
    "leaves out %s",
    (path) => {
      expect(matches(path)).toBe(false);
    },
  );

  it.each(["/", "/chats", "/api/contexts", "/api/healthy", "/api/health/x", "/sw.js/x", "/c/sw.js"])(
    "takes %s",
    (path) => {
      expect(matches(path)).toBe(true);
    },
  );
});
