"use client";
/** Owns one running change of a group: busy or not, and the words for why it was refused. */
import { useRef, useState } from "react";
import type { ErrorWords } from "@/lib/i18n/error-words";
import { useTranslate } from "@/lib/i18n/language";
import { membershipWords } from "./membership-words";

export interface RunningWish {
  readonly busy: boolean;
  readonly failure: ErrorWords | null;
  /** Runs one at a time; resolves to true when it worked. */
  run(work: () => Promise<unknown>): Promise<boolean>;
  clear(): void;
}

export function useWish(): RunningWish {
  const t = useTranslate();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<ErrorWords | null>(null);
  const running = useRef(false);
  const run = async (work: () => Promise<unknown>) => {
    if (running.current) return false;
    running.current = true;
    setBusy(true);
    setFailure(null);
    try {
      await work();
      return true;
    } catch (thrown) {
      setFailure(membershipWords(t, thrown));
      return false;
    } finally {
      running.current = false;
      setBusy(false);
    }
  };
  return { busy, failure, run, clear: () => setFailure(null) };
}
