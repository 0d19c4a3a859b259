/** Owns the worker's side of the engine: one message in, one answer out; only codes of errors leave it. */
import { codeOf } from "@/lib/base/errors";
import { createEngine } from "./engine";
import type { WorkerAnswer, WorkerCall, WorkerSetup } from "./worker-call";

let engine: ReturnType<typeof createEngine> | null = null;

async function answer(call: WorkerCall): Promise<WorkerAnswer> {
  try {
    if (!engine) throw new Error("called before set-up");
    const method = engine[call.method] as (...args: readonly unknown[]) => Promise<unknown>;
    return { id: call.id, ok: true, value: await method(...call.args) };
  } catch (thrown) {
    // Whatever is not ours must not leave with a text that might quote content.
    return { id: call.id, ok: false, code: codeOf(thrown) };
  }
}

self.addEventListener("message", (message: MessageEvent<WorkerCall | WorkerSetup>) => {
  if ("modRoots" in message.data) engine = createEngine(message.data);
  else void answer(message.data).then((result) => self.postMessage(result));
});
