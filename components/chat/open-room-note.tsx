"use client";
/** Owns saying what an open room is, wherever one is looked for, made or joined. */
import { Seal } from "@/components/ui/seal";
import { useTranslate } from "@/lib/i18n/language";

export function OpenRoomNote() {
  const t = useTranslate();
  return (
    <p className="flex items-start gap-3 rounded-16 bg-fill px-4 py-3 text-15">
      <Seal state="open" className="mt-0.5 size-5" />
      <span className="text-pretty">{t("rooms.lead")}</span>
    </p>
  );
}
