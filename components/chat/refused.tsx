"use client";
/** Owns the notice that a change was refused, and what to do about it. */
import { Banner } from "@/components/ui/banner";
import type { ErrorWords } from "@/lib/i18n/error-words";

export function Refused({ failure }: { failure: ErrorWords | null }) {
  return (
    <div role="status" className="empty:sr-only">
      {failure ? (
        <Banner tone="danger" title={failure.what}>
          {failure.next}
        </Banner>
      ) : null}
    </div>
  );
}
