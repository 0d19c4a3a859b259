/** Owns the HTTP side: one broadcast or a batch by POST, and the ping, with upstream's statuses and bodies. */
import type { IncomingMessage, ServerResponse } from "node:http";
import * as z from "zod";
import { ProbeError, type Subject } from "./authorization.mts";
import { isRecord, type Content } from "./codec.mts";
import { namedHeaders } from "./handshake.mts";
import type { Realm } from "./realm.mts";
import type { Claims } from "./token.mts";

const base = "/realtime/v1/api";
const largestBody = 8_000_000;
const single = /^\/broadcast\/([^/]+)\/events\/([^/]+)$/;

const batch = z.object({
  messages: z
    .array(
      z.object({
        topic: z.string().min(1),
        event: z.string().min(1),
        payload: z.record(z.string(), z.unknown()),
        private: z.boolean().default(false),
      }),
    )
    .min(1),
});

/** An answer that ends the request. */
class Answer extends Error {
  readonly status: number;
  readonly body: unknown;

  constructor(status: number, body: unknown) {
    super(`HTTP ${status}`);
    this.status = status;
    this.body = body;
  }
}

const accepted = () => new Answer(202, null);

/** Answers a request under `/realtime/v1/api`; false when the path is not ours, so that somebody else may. */
export async function answer(realm: Realm, request: IncomingMessage, response: ServerResponse): Promise<boolean> {
  const url = new URL(request.url ?? "/", "http://localhost");
  if (!url.pathname.startsWith(`${base}/`)) return false;
  const { status, body } = await route(realm, request, url).catch((error: unknown) =>
    error instanceof Answer ? error : new Answer(500, { message: "Internal server error" }),
  );
  const { messages } = realm.rates;
  response.writeHead(status, {
    "access-control-allow-origin": "*",
    "access-control-allow-headers": "authorization, apikey, content-type, x-client-info",
    "access-control-allow-methods": "GET, POST, OPTIONS",
    "x-rate-rolling": String(Math.round(messages.average)),
    "x-rate-limit": String(messages.limit),
    "x-rate-limit-remaining": String(Math.max(0, Math.floor(messages.limit - messages.average))),
    ...(body === null ? {} : { "content-type": "application/json" }),
  });
  response.end(body === null ? undefined : JSON.stringify(body));
  return true;
}

async function route(realm: Realm, request: IncomingMessage, url: URL): Promise<Answer> {
  const path = url.pathname.slice(base.length);
  if (request.method === "OPTIONS") return new Answer(204, null);
  if (path === "/ping" || path === "/healthcheck") return new Answer(200, { message: "Success" });
  const one = single.exec(path);
  if (request.method !== "POST" || !(one || path === "/broadcast")) return new Answer(404, { message: "Not found" });
  const claims = await authenticate(realm, request);
  if (realm.rates.messages.exceeded) return new Answer(429, { message: "Too many requests" });
  const headers = namedHeaders(request, () => true);
  if (!one) return sendBatch(realm, claims, headers, await readBody(request));
  const [topic, event] = [decode(one[1]!), decode(one[2]!)];
  const isPrivate = url.searchParams.get("private") === "true";
  const content = contentOf(event, request.headers["content-type"], await readBody(request));
  if (content.body.length > realm.limits.payloadBytes)
    return new Answer(422, { errors: { payload: ["Payload size exceeds tenant limit"] } });
  if (isPrivate && !(await mayWrite(realm, { topic, claims, headers })))
    return new Answer(403, { message: "Unauthorized" });
  realm.rates.messages.add();
  realm.hub.publish({ topic, private: isPrivate, content });
  return accepted();
}

async function sendBatch(realm: Realm, claims: Claims, headers: Record<string, string>, body: Buffer): Promise<Answer> {
  const parsed = batch.safeParse(parseJson(body));
  if (!parsed.success) return new Answer(422, { errors: { messages: explain(parsed.error) } });
  const messages = parsed.data.messages.map((message) => ({
    ...message,
    content: { form: "json", event: message.event, body: Buffer.from(JSON.stringify(message.payload)) } as const,
  }));
  if (messages.some(({ content }) => content.body.length > realm.limits.payloadBytes))
    return new Answer(422, { errors: { messages: [{ payload: ["Payload size exceeds tenant limit"] }] } });
  const { average, limit } = realm.rates.messages;
  if (average + messages.length > limit)
    return new Answer(429, { message: "Too many messages to broadcast, please reduce the batch size" });
  const allowed = new Map<string, boolean>();
  for (const { topic } of messages.filter((message) => message.private)) {
    if (!allowed.has(topic)) allowed.set(topic, await mayWrite(realm, { topic, claims, headers }).catch(() => false));
  }
  for (const { topic, private: isPrivate, content } of messages) {
    if (isPrivate && !allowed.get(topic)) continue;
    realm.rates.messages.add();
    realm.hub.publish({ topic, private: isPrivate, content });
  }
  return accepted();
}

async function authenticate({ tokens }: Realm, { headers }: IncomingMessage): Promise<Claims> {
  const bearer = /^bearer (.+)$/i.exec(headers.authorization ?? "")?.[1];
  const key = bearer ?? headers["apikey"];
  try {
    if (typeof key === "string") return await tokens.ofKey(key);
  } catch {
    // Answered below, without saying why.
  }
  throw new Answer(401, { message: "Unauthorized" });
}

async function mayWrite({ authorizer }: Realm, subject: Subject): Promise<boolean> {
  try {
    return (await authorizer.writable(subject, ["broadcast"])).has("broadcast");
  } catch (error) {
    if (!(error instanceof ProbeError)) throw error;
    throw failures[error.failure]();
  }
}

const failures: Record<ProbeError["failure"], () => Answer> = {
  policy: () => new Answer(422, { message: "RLS policy error" }),
  canceled: () => new Answer(422, { message: "Query canceled" }),
  partition: () => new Answer(422, { message: "Missing messages partition" }),
  unavailable: () => new Answer(422, { message: "Tenant database unavailable" }),
  pool: () => new Answer(429, { message: "Connection pool exhausted" }),
};

function contentOf(event: string, contentType = "application/json", body: Buffer): Content {
  const mediaType = contentType.split(";", 1)[0]!.trim().toLowerCase();
  if (mediaType === "application/octet-stream") return { form: "binary", event, body };
  if (mediaType !== "application/json")
    throw new Answer(415, { error: "Unsupported Media Type: use application/json or application/octet-stream" });
  const payload = body.length === 0 ? {} : parseJson(body);
  if (payload === undefined) throw new Answer(422, { message: "The body is not valid JSON" });
  return { form: "json", event, body: Buffer.from(JSON.stringify(isRecord(payload) ? payload : { _json: payload })) };
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= largestBody) chunks.push(chunk); // The rest is read and forgotten, or the answer would not arrive.
  }
  if (size > largestBody) throw new Answer(413, { message: "Request body too large" });
  return Buffer.concat(chunks);
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString());
  } catch {
    return undefined;
  }
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw new Answer(422, { message: "The path is not valid" });
  }
}

/** One object per message, its fields with what is wrong with them; a wrong envelope counts as one message. */
function explain(error: z.ZodError): Record<string, string[]>[] {
  const byMessage = new Map<PropertyKey, Record<string, string[]>>();
  for (const { path, message } of error.issues) {
    const [, index = 0, field = "messages"] = path;
    const fields = byMessage.get(index) ?? {};
    (fields[String(field)] ??= []).push(message);
    byMessage.set(index, fields);
  }
  return [...byMessage.values()];
}
