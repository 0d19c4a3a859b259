"use client";
/** Owns noticing that something has lasted for a while. */
import { useEffect, useState } from "react";

/** True once `lasting` has been true for `ms` without a break. */
export function useLater(lasting: boolean, ms: number): boolean {
  const [late, setLate] = useState(false);
  useEffect(() => {
    if (!lasting) return undefined;
    const timer = setTimeout(() => setLate(true), ms);
    return () => {
      clearTimeout(timer);
      setLate(false);
    };
  }, [lasting, ms]);
  return late;
}
