/** Owns the passage between Node's HTTP messages and the web's: bodies with a limit, answers without foreign CORS headers. */
import type { IncomingMessage, ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ReadableStream } from "node:stream/web";

/** The whole body, or null when it is larger than `maximum` bytes (the rest is not read). */
export async function readBody(request: IncomingMessage, maximum: number): Promise<Buffer | null> {
  if (Number(request.headers["content-length"] ?? 0) > maximum) return null;
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maximum) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** The body as a JSON object; `{}` when empty, null when it is something else. */
export function parseObject(body: Buffer): Record<string, unknown> | null {
  if (body.length === 0) return {};
  try {
    const value: unknown = JSON.parse(body.toString("utf8"));
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}

/** The request for a server behind us, with `apikey` where the caller sent none. */
export function toRequest(request: IncomingMessage, url: URL, body: Buffer, apikey: string): Request {
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) {
    if (
      value !== undefined &&
      !/^(connection|content-length|expect|host|keep-alive|transfer-encoding|upgrade)$/.test(name)
    )
      headers.set(name, Array.isArray(value) ? value.join(", ") : value);
  }
  if (!headers.has("apikey")) headers.set("apikey", apikey);
  const method = request.method ?? "GET";
  return new Request(url, {
    method,
    headers,
    ...(method === "GET" || method === "HEAD" ? {} : { body: new Uint8Array(body) }),
  });
}

/** Hands on an answer; CORS headers are ours alone. */
export async function send(response: ServerResponse, answer: Response): Promise<void> {
  answer.headers.forEach((value, name) => {
    if (!/^(access-control-|connection$|transfer-encoding$|vary$)/.test(name)) response.setHeader(name, value);
  });
  response.writeHead(answer.status);
  if (answer.body) await pipeline(Readable.fromWeb(answer.body as ReadableStream), response);
  else response.end();
}

/** Says no, in the form supabase-js reads from all three servers. */
export function refuse(response: ServerResponse, status: number, code: string, message: string): void {
  response.setHeader("Content-Type", "application/json; charset=utf-8");
  if (status === 413) response.setHeader("Connection", "close");
  response
    .writeHead(status)
    .end(JSON.stringify({ code, error_code: code, message, msg: message, details: null, hint: null }));
}

/** The database is being started again. */
export function unavailable(response: ServerResponse): void {
  response.setHeader("Retry-After", "1");
  refuse(response, 503, "unavailable", "The database is being started again. Please retry in a moment.");
}
