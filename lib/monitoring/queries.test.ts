import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { WebSocketServer } from "ws";
import { health } from "./queries";

let backend: Server;
/** Paths that fail, and how often each path was asked. */
let failing: Set<string>;
let asked: string[];
let clock = 0;

beforeAll(async () => {
  const sockets = new WebSocketServer({ noServer: true });
  backend = createServer((request, response) => {
    const path = new URL(request.url ?? "/", "http://backend").pathname;
    asked.push(path);
    const body = path === "/rest/v1/rpc/health" ? '{"ok":true}' : "{}";
    response.writeHead(failing.has(path) ? 503 : 200, { "content-type": "application/json" }).end(body);
  });
  backend.on("upgrade", (request, socket, head) => {
    if (failing.has("/realtime/v1/websocket")) socket.destroy();
    else sockets.handleUpgrade(request, socket, head, (opened) => opened.on("message", () => undefined));
  });
  await new Promise<void>((resolve) => backend.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(backend.address() as AddressInfo).port}`;
  vi.stubEnv("APP_URL", "http://localhost:3000");
  vi.stubEnv("NEXT_PUBLIC_SUPABASE_URL", url);
  vi.stubEnv("NEXT_PUBLIC_SUPABASE_PUBLISHABLE_KEY", "sb_publishable_test");
  vi.stubEnv("SUPABASE_SECRET_KEY", "sb_secret_test");
  vi.stubEnv("PARLEY_MOD_ROOT", "ab".repeat(32));
  vi.stubEnv("PARLEY_MAIL_URL", `${url}/mail`);
  vi.spyOn(process.stdout, "write").mockReturnValue(true);
});

afterAll(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  backend.closeAllConnections();
  backend.close();
});

beforeEach(() => {
  failing = new Set();
  asked = [];
  clock += 10_000;
});

describe("the health of the service", () => {
  it("is ok while every part answers", async () => {
    expect(await health(clock)).toEqual({
      status: "ok",
      parts: { database: "ok", rest: "ok", auth: "ok", storage: "ok", realtime: "ok", mail: "ok" },
    });
  });

  it.each([
    ["database", "/rest/v1/rpc/health"],
    ["rest", "/rest/v1/"],
    ["auth", "/auth/v1/health"],
    ["storage", "/storage/v1/bucket"],
    ["realtime", "/realtime/v1/websocket"],
    ["mail", "/mail"],
  ])("names %s when it does not answer, and only that", async (part, path) => {
    failing.add(path);
    const { status, parts } = await health(clock);
    expect(status).toBe("failing");
    expect(Object.entries(parts).filter(([, state]) => state === "failing")).toEqual([[part, "failing"]]);
  });

  it("is asked of the parts at most once a second, however many ask", async () => {
    await Promise.all([health(clock), health(clock), health(clock + 999)]);
    expect(asked.filter((path) => path === "/auth/v1/health")).toHaveLength(1);
    await health(clock + 1000);
    expect(asked.filter((path) => path === "/auth/v1/health")).toHaveLength(2);
  });

  it("holds nothing but names of parts and their state", async () => {
    failing.add("/auth/v1/health");
    expect(JSON.stringify(await health(clock))).not.toMatch(/127\.0\.0\.1|sb_|HTTP/);
  });
});
