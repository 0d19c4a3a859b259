"use client";
/** Owns trying again: by itself once the browser is online, or by hand. */
import { useEffect } from "react";
import { Button } from "@/components/ui/button";
import { useTranslate } from "@/lib/i18n/language";

/** The address is the one that was asked for; only the kept page's own leads nowhere. */
function again(): void {
  if (location.pathname === "/offline") location.assign("/chats");
  else location.reload();
}

export function BackOnline() {
  const t = useTranslate();
  useEffect(() => {
    window.addEventListener("online", again);
    return () => window.removeEventListener("online", again);
  }, []);
  return (
    <Button look="primary" onClick={again}>
      {t("app.retry")}
    </Button>
  );
}
