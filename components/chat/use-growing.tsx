/** Owns lists that are as long as one has scrolled: a thousand rows are there, and drawn when they come near. */
import { type ReactNode, useCallback, useState } from "react";

/** Rows that are drawn at first: about what a window holds. */
const first = 24;
/** Rows that follow with every step: more than a tall window holds. */
const step = 60;

/**
 * @param of names what is listed: another list begins at its beginning
 * @returns the rows to draw, and what stands behind the last of them in the list
 */
export function useGrowing<Row>(rows: readonly Row[], of: string): { shown: readonly Row[]; end: ReactNode } {
  const [grown, setGrown] = useState({ of, count: first });
  const count = grown.of === of ? grown.count : first;
  const watch = useCallback(
    (element: HTMLLIElement | null) => {
      if (!element) return undefined;
      const observer = new IntersectionObserver(
        (entries) => {
          if (entries.some(({ isIntersecting }) => isIntersecting)) setGrown({ of, count: count + step });
        },
        { root: element.closest("nav"), rootMargin: "0px 0px 1200px 0px" },
      );
      observer.observe(element);
      return () => observer.disconnect();
    },
    [of, count],
  );
  return {
    shown: count < rows.length ? rows.slice(0, count) : rows,
    end: count < rows.length ? <li ref={watch} key={count} aria-hidden="true" className="h-px" /> : null,
  };
}
