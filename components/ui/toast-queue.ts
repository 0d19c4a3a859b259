/** Owns the notices on their way to the screen: said from anywhere, shown by whoever receives. */

export interface ToastNotice {
  readonly text: string;
  readonly look: "plain" | "danger";
}

type Receiver = (notice: ToastNotice) => void;

let waiting: ToastNotice[] = [];
let receiver: Receiver | null = null;
let calls = 0;
const watchers = new Set<() => void>();

/** Says something that needs no answer. */
export function toast(text: string, look: ToastNotice["look"] = "plain"): void {
  if (receiver) return receiver({ text, look });
  waiting.push({ text, look });
  calls++;
  for (const watcher of watchers) watcher();
}

/** Hands over what waits and all that follows; returns how to stop. */
export function receiveToasts(next: Receiver): () => void {
  receiver = next;
  const before = waiting;
  waiting = [];
  for (const notice of before) next(notice);
  return () => {
    if (receiver === next) receiver = null;
  };
}

/** How often something was said that nobody received yet. */
export function toastCalls(): number {
  return calls;
}

/** Calls `watcher` when something is said that nobody receives yet; returns how to stop. */
export function watchToasts(watcher: () => void): () => void {
  watchers.add(watcher);
  return () => void watchers.delete(watcher);
}
