"use client";
/** Owns judging a new password while it is typed, by the one rule there is; it is loaded when something is typed, and nothing leaves the page. */
import { useEffect, useState } from "react";
import type { PasswordCheck } from "@/lib/crypto/password";

export type { PasswordCheck };

/** What the rule says of a password. */
export async function judge(password: string, known: readonly string[]): Promise<PasswordCheck> {
  const { checkPassword } = await import("@/lib/crypto/password");
  return checkPassword(password, known);
}

/** What the rule says of `password`; null while nothing is typed or known yet. `known`: parts that everybody knows. */
export function usePasswordCheck(password: string, known: readonly string[]): PasswordCheck | null {
  const [check, setCheck] = useState<PasswordCheck | null>(null);
  const parts = known.join("\n");
  useEffect(() => {
    if (password === "") return setCheck(null);
    let latest = true;
    void judge(password, parts.split("\n")).then((judged) => {
      if (latest) setCheck(judged);
    });
    return () => {
      latest = false;
    };
  }, [password, parts]);
  return check;
}
