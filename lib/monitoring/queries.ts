/** Owns the health of the service: whether each part behind the application answers. */
import "server-only";
import * as z from "zod";
import { readPublicConfig } from "@/lib/base/env";
import { log } from "@/lib/base/log";
import { adminSupabase } from "@/lib/supabase/admin";
import { call } from "@/lib/supabase/rpc";
import { type Health, type HealthPart, healthParts } from "./schema";

/** A part that has not answered after this time counts as failing. */
const timeoutMs = 2_500;

/** Answers are kept this long, so that anybody may ask often without asking the parts often. */
const freshMs = 1_000;

let latest: { at: number; health: Promise<Health> } | undefined;

/** The state of every part, at most one second old. Never rejects. */
export function health(now: number = Date.now()): Promise<Health> {
  if (!latest || now - latest.at >= freshMs) latest = { at: now, health: examine() };
  return latest.health;
}

async function examine(): Promise<Health> {
  const { supabaseUrl, publishableKey, mailUrl } = readPublicConfig();
  const get = (path: string) => answers(`${supabaseUrl}${path}`, { apikey: publishableKey });
  const checks: Partial<Record<HealthPart, () => Promise<unknown>>> = {
    database: () => call(adminSupabase(), "health", {}, z.object({ ok: z.literal(true) }), { timeoutMs }),
    rest: () => get("/rest/v1/"),
    auth: () => get("/auth/v1/health"),
    storage: () => get("/storage/v1/bucket"),
    realtime: () => opens(`${supabaseUrl.replace(/^http/, "ws")}/realtime/v1/websocket`, publishableKey),
    ...(mailUrl === null ? {} : { mail: () => answers(mailUrl, {}) }),
  };
  const parts = await Promise.all(
    healthParts.flatMap((part) => {
      const check = checks[part];
      return check ? [judge(part, check)] : [];
    }),
  );
  const status = parts.every(([, state]) => state === "ok") ? "ok" : "failing";
  return { status, parts: Object.fromEntries(parts) };
}

async function judge(part: HealthPart, check: () => Promise<unknown>): Promise<[HealthPart, "ok" | "failing"]> {
  try {
    await check();
    return [part, "ok"];
  } catch {
    log("warn", "health-part-failing", { part });
    return [part, "failing"];
  }
}

/** Any answer but a failure of the server counts: without a session, "not allowed" is the right one. */
async function answers(url: string, headers: Record<string, string>): Promise<void> {
  const response = await fetch(url, { headers, signal: AbortSignal.timeout(timeoutMs), redirect: "manual" });
  await response.body?.cancel();
  if (response.status >= 500) throw new Error(`HTTP ${response.status}`);
}

/** Resolves when the socket has opened. */
function opens(url: string, key: string): Promise<void> {
  const socket = new WebSocket(`${url}?apikey=${encodeURIComponent(key)}&vsn=1.0.0`);
  return new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error("no answer in time")), timeoutMs);
    socket.addEventListener("error", () => reject(new Error("refused")));
    socket.addEventListener("open", () => {
      clearTimeout(timer);
      resolve();
    });
  }).finally(() => socket.close());
}
