/** Owns a whole page that waits: one breathing seal and a word for assistive technology. */
import { Seal } from "./seal";

export function WaitingScreen({ label }: { label: string }) {
  return (
    <div role="status" className="flex min-h-dvh items-center justify-center">
      <Seal state="closed" className="size-10 animate-breathe" />
      <span className="sr-only">{label}</span>
    </div>
  );
}
