"use client";
/** Owns what every form here shares: spacing, no native bubbles, one place for what failed, focus on the first error. */
import { TriangleAlert } from "lucide-react";
import { type ReactNode, useEffect, useRef } from "react";
import { Banner } from "@/components/ui/banner";
import type { ErrorWords } from "@/lib/i18n/error-words";

export interface FormProps {
  onSubmit: () => void;
  failure?: ErrorWords | null;
  children: ReactNode;
  /** The buttons; what failed stands right above them. */
  actions: ReactNode;
}

export function Form({ onSubmit, failure, children, actions }: FormProps) {
  const form = useRef<HTMLFormElement>(null);
  const tried = useRef(false);
  useEffect(() => {
    if (!tried.current) return;
    tried.current = false;
    form.current?.querySelector<HTMLElement>("[aria-invalid='true']")?.focus();
  });
  const submit = (event: { preventDefault(): void }) => {
    event.preventDefault();
    tried.current = true;
    onSubmit();
  };
  return (
    <form ref={form} noValidate onSubmit={submit} className="flex flex-col gap-5">
      {children}
      <FailureBanner failure={failure ?? null} />
      {actions}
    </form>
  );
}

/** What failed and what to do next, spoken at once. */
export function FailureBanner({ failure }: { failure: ErrorWords | null }) {
  return failure ? (
    <Banner tone="danger" icon={<TriangleAlert />} title={failure.what} announce="alert">
      {failure.next}
    </Banner>
  ) : null;
}
