/** Owns the mark of Parley: a small round seal that is closed, open, broken, or ringed by a moderator. Four shapes, not four colours. */
import { cn } from "./cn";

export type SealState = "closed" | "open" | "broken" | "moderated";

export interface SealProps {
  state: SealState;
  /** Words for assistive technology; without them the mark is decoration beside words. */
  label?: string;
  className?: string;
}

const tone = {
  closed: "text-accent",
  open: "text-muted",
  broken: "text-danger",
  moderated: "text-accent",
} as const;

export function Seal({ state, label, className }: SealProps) {
  return (
    <svg
      viewBox="0 0 24 24"
      fill="none"
      role={label ? "img" : undefined}
      aria-label={label}
      aria-hidden={label ? undefined : true}
      className={cn("size-4 shrink-0", tone[state], className)}
    >
      {shapes[state]}
    </svg>
  );
}

/** A disc with a keyhole cut out: a round hole and a straight stem. */
const disc =
  "M12 2.75a9.25 9.25 0 1 1 0 18.5 9.25 9.25 0 0 1 0-18.5ZM12 7.1a2.8 2.8 0 0 0-1.3 5.28v3.32a1.3 1.3 0 0 0 2.6 0v-3.32A2.8 2.8 0 0 0 12 7.1Z";
const smallDisc =
  "M12 5.5a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13ZM12 8.6a2 2 0 0 0-.95 3.76v2.09a.95.95 0 0 0 1.9 0v-2.09A2 2 0 0 0 12 8.6Z";

const shapes: Readonly<Record<SealState, React.ReactNode>> = {
  closed: <path d={disc} fill="currentColor" fillRule="evenodd" />,
  open: (
    <path
      d="M15.6 4.85A8 8 0 1 0 19.7 9.8"
      transform="rotate(-8 12 12)"
      stroke="currentColor"
      strokeWidth="2.5"
      strokeLinecap="round"
    />
  ),
  broken: (
    <path
      d="M10.6 3.1 9.2 8.4l4 2.6-3.4 3.2 1.5 6.75A9 9 0 0 1 10.6 3.1Zm2.6-.02a9 9 0 0 1 .6 17.74l-1.3-5.7 4.2-4-4.6-3 1.1-5.04Z"
      fill="currentColor"
    />
  ),
  moderated: (
    <>
      <path d={smallDisc} fill="currentColor" fillRule="evenodd" />
      <circle cx="12" cy="12" r="10" stroke="var(--caution-mark)" strokeWidth="2" />
    </>
  ),
};
