/** Owns the page's side of the crypto worker: an engine whose calls happen elsewhere. */
import { CodedError } from "@/lib/base/errors";
import type { Engine } from "./engine-api";
import type { WorkerAnswer, WorkerSetup } from "./worker-call";

interface Waiting {
  resolve(value: unknown): void;
  reject(error: CodedError): void;
}

const begin = () => new Worker(new URL("./worker.ts", import.meta.url), { type: "module", name: "parley-crypto" });

/** Begun before anybody asked for an engine. */
let ahead: Worker | null = null;

/** Starts the worker that the next engine gets, so that it is there when the page has been put together. */
export function startWorkerAhead(): void {
  ahead ??= begin();
  // Where it cannot be had now, the engine tries by itself, and says so.
  ahead.addEventListener("error", () => (ahead = null));
}

/** Starts a worker and returns the engine that runs in it. A worker that dies rejects every call, open and later, with E_UNEXPECTED. */
export function startEngineWorker(setup: WorkerSetup): Engine {
  const worker = ahead ?? begin();
  ahead = null;
  const waiting = new Map<number, Waiting>();
  let lastId = 0;
  let dead = false;
  worker.addEventListener("message", ({ data }: MessageEvent<WorkerAnswer>) => {
    const call = waiting.get(data.id);
    waiting.delete(data.id);
    if (data.ok) call?.resolve(data.value);
    else call?.reject(new CodedError(data.code));
  });
  worker.addEventListener("error", () => {
    dead = true;
    for (const call of waiting.values()) call.reject(new CodedError("E_UNEXPECTED", "crypto worker"));
    waiting.clear();
  });
  worker.postMessage(setup);
  const call = (method: keyof Engine, args: readonly unknown[]) =>
    new Promise<unknown>((resolve, reject) => {
      if (dead) return reject(new CodedError("E_UNEXPECTED", "crypto worker"));
      const id = ++lastId;
      waiting.set(id, { resolve, reject });
      worker.postMessage({ id, method, args });
    });
  return new Proxy({} as Engine, {
    get: (_target, method) =>
      method === "then" ? undefined : (...args: unknown[]) => call(method as keyof Engine, args),
  });
}
