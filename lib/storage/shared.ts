/** Owns what another app has shared into this page: from the service worker that took it in until it is put somewhere. In memory only. */
import * as v from "valibot";
import { Emitter } from "@/lib/base/emitter";

const partsSchema = v.object({ title: v.string(), text: v.string(), url: v.string() });
/** A worker that does not answer, as one of an earlier version, is not waited for longer. Milliseconds. */
const patienceMs = 3_000;

type SharedParts = v.InferOutput<typeof partsSchema>;

export class Shared {
  readonly changed = new Emitter();
  /** null: nothing was shared, or it has been put somewhere; undefined: the worker has not answered yet. */
  text: string | null | undefined = undefined;
  private readonly container: Pick<ServiceWorkerContainer, "controller"> | undefined;
  private asked = false;

  constructor(container: Pick<ServiceWorkerContainer, "controller"> | undefined) {
    this.container = container;
  }

  /** Asks the worker, which hands it out once. What comes later comes with a page of its own. */
  async take(): Promise<void> {
    if (this.asked) return;
    this.asked = true;
    const parts = v.safeParse(partsSchema, await this.ask());
    // It was let go of before it came.
    if (this.text === undefined) this.set(parts.success ? sharedText(parts.output) || null : null);
  }

  /** It has been put somewhere, or whoever shared it has left. */
  drop(): void {
    if (this.text !== null) this.set(null);
  }

  private async ask(): Promise<unknown> {
    const worker = this.container?.controller;
    if (!worker) return null;
    const { port1, port2 } = new MessageChannel();
    const answer = new Promise<unknown>((resolve) => {
      port1.addEventListener("message", ({ data }) => resolve(data), { once: true });
      setTimeout(resolve, patienceMs);
    });
    port1.start();
    worker.postMessage({ type: "shared" }, [port2]);
    return answer.finally(() => port1.close());
  }

  private set(text: string | null): void {
    this.text = text;
    this.changed.emit();
  }
}

/** One text of the parts that apps share. Many say the same thing twice: an address inside the text, the text as its own title. */
export function sharedText({ title, text, url }: SharedParts): string {
  const lines: string[] = [];
  for (const part of [text, url, title].map((each) => each.trim()))
    if (part !== "" && !lines.some((line) => line.includes(part))) lines.push(part);
  // The title comes first where it says something of its own.
  const last = lines.at(-1);
  if (lines.length > 1 && last === title.trim()) lines.unshift(lines.pop() ?? "");
  return lines.join("\n");
}
