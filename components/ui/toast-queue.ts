/** Owns the notices on their way to the screen: said from anywhere, shown by whoever receives. */

export interface ToastNotice {
  readonly text: string;
  readonly look: "plain" | "danger";
}

type Receiver = (notice: ToastNotice) => void;

let waiting: ToastNotice[] = [];
let receiver: Receiver | null = null;
let used = false;
const watchers = new Set<() => void>();

/** Says something that needs no answer. */
export function toast(text: string, look: ToastNotice["look"] = "plain"): void {
  used = true;
  if (receiver) receiver({ text, look });
  else waiting.push({ text, look });
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

/** True once anything was said. */
export function toastsUsed(): boolean {
  return used;
}

/** Calls `watcher` when something is said; returns how to stop. */
export function watchToasts(watcher: () => void): () => void {
  watchers.add(watcher);
  return () => void watchers.delete(watcher);
}
