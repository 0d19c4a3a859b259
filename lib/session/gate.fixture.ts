/** Owns holding something up in the middle, in session tests. */

/** Something that waits until it is let go, and says when it has been reached. */
export function gate() {
  let reach = () => {};
  let open = () => {};
  const reached = new Promise<void>((resolve) => (reach = resolve));
  const opened = new Promise<void>((resolve) => (open = resolve));
  const pass = () => {
    reach();
    return opened;
  };
  return { pass, reached, open: () => open() };
}

/** Long enough for whatever goes on by itself to come to its end. */
export const settle = () => new Promise((resolve) => setTimeout(resolve, 50));
