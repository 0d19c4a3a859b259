"use client";
/** Owns trying again: by itself once the browser is online, or by hand. */
import { useEffect } from "react";
import { Button } from "@/components/ui/button";
import { useTranslate } from "@/lib/i18n/language";

export function BackOnline() {
  const t = useTranslate();
  useEffect(() => {
    const again = () => location.reload();
    window.addEventListener("online", again);
    return () => window.removeEventListener("online", again);
  }, []);
  return (
    <Button look="primary" onClick={() => location.reload()}>
      {t("app.retry")}
    </Button>
  );
}
