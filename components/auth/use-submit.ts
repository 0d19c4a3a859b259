"use client";
/** Owns one running request of a form: busy or not, and the words for what went wrong. */
import { useRef, useState } from "react";
import { type ErrorWords, wordsOf } from "@/lib/i18n/error-words";
import { useTranslate } from "@/lib/i18n/language";

export interface Submit<Input> {
  readonly busy: boolean;
  readonly failure: ErrorWords | null;
  /** Runs once at a time; resolves to true when it worked. */
  run(input: Input): Promise<boolean>;
  clear(): void;
}

/** Binds `action`, which rejects with a CodedError, to a form. */
export function useSubmit<Input>(action: (input: Input) => Promise<unknown>): Submit<Input> {
  const t = useTranslate();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<ErrorWords | null>(null);
  const running = useRef(false);
  const run = async (input: Input) => {
    if (running.current) return false;
    running.current = true;
    setBusy(true);
    setFailure(null);
    try {
      await action(input);
      return true;
    } catch (thrown) {
      setFailure(wordsOf(t, thrown));
      return false;
    } finally {
      running.current = false;
      setBusy(false);
    }
  };
  return { busy, failure, run, clear: () => setFailure(null) };
}
