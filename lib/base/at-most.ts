/** Owns telling often enough: at once, and then at most once per pause. */

/**
 * Passes calls on to `work`: the first at once, those within `pauseMs` of it as one at the end of the pause, so that the last
 * thing that happened is never left untold. `stop` ends a pause without a call.
 */
export function atMost(pauseMs: number, work: () => void): { readonly call: () => void; readonly stop: () => void } {
  let pause: ReturnType<typeof setTimeout> | null = null;
  let again = false;
  const call = () => {
    if (pause !== null) {
      again = true;
      return;
    }
    again = false;
    pause = setTimeout(() => {
      pause = null;
      if (again) call();
    }, pauseMs);
    work();
  };
  const stop = () => {
    if (pause !== null) clearTimeout(pause);
    pause = null;
  };
  return { call, stop };
}
