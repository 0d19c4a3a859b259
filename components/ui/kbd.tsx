/** Owns how a key of the keyboard is written: as a key. */

export interface KbdProps {
  /** Such as "Ctrl", "K". */
  keys: readonly string[];
}

export function Kbd({ keys }: KbdProps) {
  return (
    <kbd dir="ltr" className="inline-flex shrink-0 items-center gap-1 font-sans">
      {keys.map((key) => (
        <kbd
          key={key}
          className="inline-flex h-6 min-w-6 items-center justify-center rounded-6 border border-line border-b-edge/60 bg-fill px-1.5 font-sans text-12 font-medium text-muted"
        >
          {key}
        </kbd>
      ))}
    </kbd>
  );
}
