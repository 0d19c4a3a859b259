/** Owns the one crypto worker of a page: light, so that it can start before anything else is there. */

/** The page's one worker, as soon as somebody needs it. */
let running: Worker | null = null;

/** Starts the worker if it does not run, so that it is there when the engine is first asked. */
export function startWorker(): Worker {
  if (running) return running;
  const worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module", name: "parley-crypto" });
  // Where it cannot be had now, the next who needs it tries again.
  worker.addEventListener("error", () => (running = null));
  return (running = worker);
}
