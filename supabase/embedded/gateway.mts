/** Owns the one door to the embedded backend: loopback only, listed paths only, our own pages only, with limits. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import type { AuthRepairs } from "./auth-repairs.mts";
import { limitAuth } from "./auth-limits.mts";
import { parseObject, readBody, refuse, send, toRequest, unavailable } from "./http-exchange.mts";
import type { Lite } from "./lite.mts";
import { listenOnLoopback, namesThisMachine } from "./loopback.mts";
import type { RateLimiter } from "./rate-limiter.mts";
import type { RealtimeServer } from "./realtime/server.mts";
import { findRoute, type Route } from "./routes.mts";
import type { RpcDoor } from "./rpc.mts";
import { addSignedUrls } from "./storage-repairs.mts";

/** The servers behind the gateway. */
export interface Backend {
  lite: Lite;
  auth: AuthRepairs;
  rpc: RpcDoor;
  realtime: Pick<RealtimeServer, "handleUpgrade" | "handleHttp">;
}

export interface GatewayOptions {
  port: number;
  /** Origins of pages that may call; requests without an origin (servers, tests) need no leave. */
  origins: readonly string[];
  publishableKey: string;
  secretKey: string;
  limiter: RateLimiter;
  /** What is behind right now; null while the database is away (the answer is 503 then). */
  backend(): Backend | null;
}

const preflight = {
  "Access-Control-Allow-Methods": "GET, HEAD, POST, PUT, PATCH, DELETE",
  "Access-Control-Allow-Headers":
    "authorization, apikey, content-type, x-client-info, x-supabase-api-version, accept-profile, content-profile, prefer, range, x-upsert, cache-control",
  "Access-Control-Max-Age": "600",
};
const exposedHeaders = "content-range, preference-applied, retry-after, x-sb-error-code, etag";

interface Call {
  request: IncomingMessage;
  response: ServerResponse;
  url: URL;
  route: Route;
  backend: Backend;
  body: Buffer;
}

/** Starts listening. @returns stops it; open connections are cut. @throws StartError the port is taken */
export async function startGateway(o: GatewayOptions): Promise<() => Promise<void>> {
  const server = createServer((request, response) => {
    handle(o, request, response).catch(() => {
      if (response.headersSent) response.destroy();
      else if (o.backend()) refuse(response, 500, "unexpected", "The request failed.");
      else unavailable(response);
    });
  });
  // Longer than any client keeps an idle connection: nobody sends a request into one that is just being closed.
  server.keepAliveTimeout = 75_000;
  server.on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on("error", () => undefined); // the other side hung up
    const backend = o.backend();
    if (isForeign(o, request)) socket.end("HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n");
    else if (pathOf(request).pathname !== "/realtime/v1/websocket")
      socket.end("HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\n");
    else if (!backend) socket.end("HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\n\r\n");
    else backend.realtime.handleUpgrade(request, socket, head);
  });
  return listenOnLoopback(server, o.port);
}

async function handle(o: GatewayOptions, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { method = "GET", headers } = request;
  const url = pathOf(request);
  if (isForeign(o, request))
    return refuse(response, 403, "foreign_origin", "Only our own pages may call this address.");
  response.setHeader("Vary", "Origin");
  response.setHeader("X-Content-Type-Options", "nosniff");
  if (headers.origin) {
    response.setHeader("Access-Control-Allow-Origin", headers.origin);
    response.setHeader("Access-Control-Expose-Headers", exposedHeaders);
  }
  const wanted = method === "OPTIONS" ? (headers["access-control-request-method"] ?? "GET") : method;
  const route = findRoute(wanted, url.pathname);
  if (route === "unknown path") return refuse(response, 404, "not_found", "There is nothing here.");
  if (route === "wrong method") return refuse(response, 405, "wrong_method", "This path does not know that method.");
  if (method === "OPTIONS") return void response.writeHead(204, preflight).end();
  const backend = o.backend();
  if (!backend) return unavailable(response);
  if (route.to === "realtime") {
    if (!(await backend.realtime.handleHttp(request, response)))
      refuse(response, 404, "not_found", "There is nothing here.");
    return;
  }
  const objection = objectToKey(o, request, route);
  if (objection) return refuse(response, ...objection);
  const body = await readBody(request, route.maxBody);
  if (!body) return refuse(response, 413, "too_big", `The body is larger than ${route.maxBody} bytes.`);
  await forward(o, { request, response, url, route, backend, body });
}

async function forward(o: GatewayOptions, call: Call): Promise<void> {
  const { request, response, url, route, backend, body } = call;
  if (route.to === "rpc" && request.method === "POST" && url.search === "") {
    const name = url.pathname.slice("/rest/v1/rpc/".length);
    const answer = await backend.rpc.call({ name, headers: request.headers, body: body.toString("utf8") });
    if (answer) {
      if (answer.body !== null) response.setHeader("Content-Type", "application/json; charset=utf-8");
      return void response.writeHead(answer.status).end(answer.body);
    }
  }
  const ask = (other?: Record<string, unknown>): Promise<Response> =>
    backend.lite.fetch(toRequest(request, url, other ? Buffer.from(JSON.stringify(other)) : body, o.publishableKey));
  let answer: Response;
  if (route.to === "auth") {
    const parsed = parseObject(body);
    if (!parsed) return refuse(response, 400, "bad_json", "The body is not a JSON object.");
    const action = url.pathname.slice("/auth/v1/".length);
    const waitMs = limitAuth(o.limiter, request.socket.remoteAddress ?? "", action, url.searchParams, parsed);
    if (waitMs > 0) {
      response.setHeader("Retry-After", Math.ceil(waitMs / 1000));
      return refuse(response, 429, "over_request_rate_limit", "Too many attempts. Please wait a moment.");
    }
    response.setHeader("Cache-Control", "no-store");
    const { method = "GET" } = request;
    const token = /^Bearer (.+)$/i.exec(request.headers.authorization ?? "")?.[1] ?? null;
    answer = await backend.auth.answer({ action, method, query: url.searchParams, body: parsed, token, forward: ask });
  } else answer = await ask();
  if (answer.status >= 500 && !o.backend()) return unavailable(response); // the database died under this request
  await send(response, route.to === "storage" ? await addSignedUrls(url.pathname, answer) : answer);
}

/** Why the caller's key does not open this route, as arguments of `refuse`. */
function objectToKey(o: GatewayOptions, request: IncomingMessage, route: Route): [number, string, string] | null {
  if (route.key === "none") return null;
  const key = request.headers["apikey"];
  const inBrowser = request.headers.origin !== undefined || request.headers["sec-fetch-site"] !== undefined;
  if (key !== o.publishableKey && key !== o.secretKey)
    return [401, "UNAUTHORIZED_INVALID_API_KEY", "The header apikey is missing or not a key of this project."];
  if (key === o.secretKey && inBrowser)
    return [401, "UNAUTHORIZED_INVALID_API_KEY_TYPE", "The secret key may not be used in a browser."];
  if (route.key === "secret" && key !== o.secretKey)
    return [403, "secret_key_needed", "This path is for servers only."];
  return null;
}

function isForeign(o: GatewayOptions, request: IncomingMessage): boolean {
  const { origin } = request.headers;
  const hosts = o.origins.map((each) => new URL(each).hostname);
  return !namesThisMachine(request, hosts) || (origin !== undefined && !o.origins.includes(origin));
}

function pathOf(request: IncomingMessage): URL {
  const path = request.url ?? "/";
  return new URL(path.startsWith("/") ? `http://localhost${path}` : "http://localhost/");
}
