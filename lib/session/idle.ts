/** Owns noticing that nobody is there: calls back after minutes without a key, touch or pointer. */

const signs = ["keydown", "pointerdown", "pointermove", "wheel", "touchstart", "focus"] as const;

/** Watches this window. Returns what ends the watch. */
export function watchIdle(minutes: number, onIdle: () => void): () => void {
  const limitMs = minutes * 60_000;
  let lastSign = Date.now();
  const sign = () => {
    lastSign = Date.now();
  };
  // A clock comparison instead of one long timer: timers stop while a computer sleeps.
  const timer = setInterval(() => {
    if (Date.now() - lastSign >= limitMs) onIdle();
  }, 5_000);
  for (const name of signs) window.addEventListener(name, sign, { passive: true, capture: true });
  return () => {
    clearInterval(timer);
    for (const name of signs) window.removeEventListener(name, sign, { capture: true });
  };
}
