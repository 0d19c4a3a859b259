/** Owns waiting for the first sign that somebody is about to do something on this page. */

const signs = ["pointerdown", "keydown", "input"] as const;

/** Runs `work` once, at the first press, key or entry, wherever it happens. Nothing keeps it from going on. */
export function atFirstTouch(work: () => void): void {
  const once = () => {
    for (const sign of signs) window.removeEventListener(sign, once, true);
    work();
  };
  for (const sign of signs) window.addEventListener(sign, once, { capture: true, passive: true });
}
