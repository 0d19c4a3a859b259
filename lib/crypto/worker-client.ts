/** Owns the page's side of the crypto worker: an engine whose calls happen elsewhere. */
import { CodedError } from "@/lib/base/errors";
import type { Engine } from "./engine-api";
import { startWorker } from "./page-worker";
import type { WorkerAnswer, WorkerSetup } from "./worker-call";

interface Waiting {
  resolve(value: unknown): void;
  reject(error: CodedError): void;
}

/** The engine in the page's worker, which starts with the first call. A worker that dies rejects every call, open and later, with E_UNEXPECTED. */
export function engineInWorker(setup: WorkerSetup): Engine {
  const waiting = new Map<number, Waiting>();
  let lastId = 0;
  let dead = false;
  const connect = () => {
    const worker = startWorker();
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
    return worker;
  };
  let connected: Worker | null = null;
  const call = (method: keyof Engine, args: readonly unknown[]) =>
    new Promise<unknown>((resolve, reject) => {
      if (dead) return reject(new CodedError("E_UNEXPECTED", "crypto worker"));
      connected ??= connect();
      const id = ++lastId;
      waiting.set(id, { resolve, reject });
      connected.postMessage({ id, method, args });
    });
  return new Proxy({} as Engine, {
    get: (_target, method) =>
      method === "then" ? undefined : (...args: unknown[]) => call(method as keyof Engine, args),
  });
}
