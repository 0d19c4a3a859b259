/** Owns the frame of one specimen. */
import type { ReactNode } from "react";

export function Specimen({ name, children }: { name: string; children: ReactNode }) {
  return (
    <section className="flex flex-col gap-3">
      <h2 className="text-13 font-semibold text-muted">{name}</h2>
      {children}
    </section>
  );
}
