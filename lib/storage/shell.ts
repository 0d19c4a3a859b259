/** Owns the page's side of the service worker: the shell that opens without a network, and new versions, which wait for the person. */
import { Emitter } from "@/lib/base/emitter";

const script = "/sw.js";
const cachePrefix = "parley-shell-";
/** A new version is looked for at most this often. Milliseconds. */
const lookEveryMs = 30 * 60_000;
/** A worker that does not answer is not waited for longer. Milliseconds. */
const patienceMs = 3_000;

/** Whether another version is there: none · ready: waits for consent · taken: already runs, this page is of the one before. */
export type NewVersion = "none" | "ready" | "taken";

export class Shell {
  readonly changed = new Emitter();
  private readonly container: ServiceWorkerContainer;
  private registration: ServiceWorkerRegistration | null = null;
  private state: NewVersion = "none";
  private lookedAt = 0;
  private agreed = false;
  private starting: Promise<void> | null = null;

  constructor(container: ServiceWorkerContainer) {
    this.container = container;
  }

  get newVersion(): NewVersion {
    return this.state;
  }

  /** Makes this browser able to open without a network; once per page. Rejects where the browser refuses. */
  start(): Promise<void> {
    this.starting ??= this.startNow();
    return this.starting;
  }

  private async startNow(): Promise<void> {
    const controlled = this.container.controller !== null;
    this.container.addEventListener("controllerchange", () => {
      if (this.agreed) location.reload();
      else if (controlled) this.set("taken");
    });
    const registration = await this.container.register(script, { scope: "/", updateViaCache: "none" });
    this.registration = registration;
    this.lookedAt = Date.now();
    registration.addEventListener("updatefound", () => this.follow(registration.installing));
    this.follow(registration.installing);
    await this.judge(registration.waiting);
    const { active } = await this.container.ready;
    active?.postMessage({ type: "complete" });
  }

  /** The page is looked at again: is there a new version? */
  look(): void {
    if (!this.registration || Date.now() - this.lookedAt < lookEveryMs) return;
    this.lookedAt = Date.now();
    void this.registration.update().catch(() => undefined); // without a network there is none
  }

  /** The person agrees: the new version takes over and this page is loaded again. */
  take(): void {
    this.agreed = true;
    if (this.state === "ready") this.registration?.waiting?.postMessage({ type: "activate" });
    else location.reload();
  }

  private follow(worker: ServiceWorker | null): void {
    worker?.addEventListener("statechange", () => {
      // Without a controller it is the first one ever: nothing waits for it.
      if (worker.state === "installed" && this.container.controller) void this.judge(worker);
    });
  }

  /** A version that waits: if this page came from it, there is nothing to ask. */
  private async judge(waiting: ServiceWorker | null): Promise<void> {
    if (!waiting) return;
    if (await isOf(waiting)) waiting.postMessage({ type: "activate" });
    else this.set("ready");
  }

  private set(state: NewVersion): void {
    this.state = state;
    this.changed.emit();
  }
}

/** Asks a worker whether everything this page has loaded belongs to its build. */
async function isOf(worker: ServiceWorker): Promise<boolean> {
  const paths = performance
    .getEntriesByType("resource")
    .map(({ name }) => new URL(name).pathname)
    .filter((path) => /^\/_next\/static\/.+\.js$/.test(path));
  const { port1, port2 } = new MessageChannel();
  const answer = new Promise<boolean>((resolve) => {
    port1.addEventListener("message", ({ data }) => resolve(data === true), { once: true });
  });
  port1.start();
  worker.postMessage({ type: "same-build", paths }, [port2]);
  return answer.finally(() => port1.close());
}

/** Removes the shell and everything stored for it from this browser; the next sign-in on a remembered device brings it back. */
export async function removeShell(): Promise<void> {
  if (typeof caches === "undefined") return;
  for (const registration of (await navigator.serviceWorker?.getRegistrations()) ?? []) {
    await forgets(registration.active);
    await registration.unregister();
  }
  for (const name of await caches.keys()) if (name.startsWith(cachePrefix)) await caches.delete(name);
}

/** The worker may be storing right now: it stops, and deletes what it has. One of an earlier version does not answer. */
async function forgets(worker: ServiceWorker | null): Promise<void> {
  if (!worker) return;
  const { port1, port2 } = new MessageChannel();
  const answer = new Promise<void>((resolve) => {
    port1.addEventListener("message", () => resolve(), { once: true });
    setTimeout(resolve, patienceMs);
  });
  port1.start();
  worker.postMessage({ type: "forget" }, [port2]);
  await answer.finally(() => port1.close());
}
