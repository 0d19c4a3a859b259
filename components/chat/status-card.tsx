"use client";
/** Owns a status update: where something stands, in a word, a colour and a shape. */
import { CircleCheck, CircleDashed, CircleDot, CircleX, Hourglass } from "lucide-react";
import type { ReactNode } from "react";
import { Chip, type ChipProps } from "@/components/ui/chip";
import type { MessageRow, StatusView } from "@/lib/chat/view-message";
import { useTranslate } from "@/lib/i18n/language";

const looks: Readonly<Record<StatusView["state"], { tone: NonNullable<ChipProps["tone"]>; icon: ReactNode }>> = {
  open: { tone: "plain", icon: <CircleDashed /> },
  waiting: { tone: "caution", icon: <Hourglass /> },
  going: { tone: "accent", icon: <CircleDot /> },
  done: { tone: "success", icon: <CircleCheck /> },
  stopped: { tone: "danger", icon: <CircleX /> },
};

export function StatusCard({ row, status }: { row: MessageRow; status: StatusView }) {
  const t = useTranslate();
  const { tone, icon } = looks[status.state];
  return (
    <div className="flex w-72 max-w-full flex-col items-start gap-1.5 py-1">
      <p className="text-12 opacity-80">{t("status.kind")}</p>
      <p dir="auto" className="-mt-1 font-semibold [overflow-wrap:anywhere]">
        {row.text}
      </p>
      <Chip tone={tone}>
        {icon}
        {t(`status.${status.state}`)}
      </Chip>
      {status.note ? (
        <p dir="auto" className="text-15 whitespace-pre-wrap opacity-90 [overflow-wrap:anywhere]">
          {status.note}
        </p>
      ) : null}
    </div>
  );
}
