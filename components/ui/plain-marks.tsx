/** Owns the two marks of pages that stand alone. Drawn here: those pages are part of every first load, and a library of icons is not. */
import type { ReactNode } from "react";

/** Something has gone wrong. */
export function WarningMark() {
  return (
    <Mark>
      <path d="M12 4.5 21 19.5H3Z" />
      <path d="M12 10v4M12 16.8v.01" />
    </Mark>
  );
}

/** There is nothing at this place. */
export function NoPlaceMark() {
  return (
    <Mark>
      <path d="M12 21c4.3-4.2 6.5-7.9 6.5-11a6.5 6.5 0 0 0-13 0c0 3.1 2.2 6.8 6.5 11Z" />
      <path d="m9.8 7.8 4.4 4.4m0-4.4-4.4 4.4" />
    </Mark>
  );
}

function Mark({ children }: { children: ReactNode }) {
  return (
    <svg
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth={2}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      {children}
    </svg>
  );
}
