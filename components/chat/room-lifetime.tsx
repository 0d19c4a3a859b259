"use client";
/** Owns how long an open room keeps what is said, for those who run it, and clearing it by hand. */
import { Eraser } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Select } from "@/components/ui/select";
import { useRooms } from "@/lib/chat/use-rooms";
import { useTranslate } from "@/lib/i18n/language";
import { ConfirmWish } from "./confirm-wish";
import { retentionChoices } from "./group-choices";
import { Refused } from "./refused";
import { clearAges } from "./room-words";
import { useWish } from "./use-wish";

export function RoomLifetime({ id, days }: { id: string; days: number }) {
  const t = useTranslate();
  const rooms = useRooms();
  const wish = useWish();
  const [clearing, setClearing] = useState(false);
  const [age, setAge] = useState("28");
  return (
    <div className="flex flex-col items-start gap-3">
      <div className="flex w-full items-center justify-between gap-4">
        <span>{t("groups.kept")}</span>
        <Select
          label={t("groups.kept")}
          value={String(days)}
          onValueChange={(value) => void wish.run(() => rooms.change(id, { retentionDays: Number(value) }))}
          options={retentionChoices(t, days).map(({ value, title }) => ({ value, label: title }))}
          className="shrink-0"
        />
      </div>
      <Button look="quiet" className="-mx-2 justify-start px-2 text-danger" onClick={() => setClearing(true)}>
        <Eraser aria-hidden="true" className="size-4" />
        {t("rooms.clear")}
      </Button>
      <Refused failure={wish.failure} />
      {clearing ? (
        <ConfirmWish
          title={t("rooms.clearTitle")}
          text={t("rooms.clearText")}
          action={t("rooms.clearDo")}
          danger
          onConfirm={() => rooms.purge(id, Number(age))}
          onClose={() => setClearing(false)}
        >
          <Select
            label={t("rooms.clearWhat")}
            value={age}
            onValueChange={setAge}
            options={clearAges.map((each) => ({
              value: String(each),
              label: each === 0 ? t("rooms.clearAll") : t("rooms.clearOlder", { count: each }),
            }))}
          />
        </ConfirmWish>
      ) : null}
    </div>
  );
}
