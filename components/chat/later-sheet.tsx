"use client";
/** Owns the list of one's own messages that wait for their time in a conversation, and what can be done with each. */
import { useState } from "react";
import { CalendarClock, Pencil, SendHorizontal, Trash2, TriangleAlert } from "lucide-react";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { Sheet } from "@/components/ui/sheet";
import { useNow } from "@/components/ui/use-now";
import type { LaterView } from "@/lib/chat/view-later";
import { useFormat, useTranslate } from "@/lib/i18n/language";
import type { Translate } from "@/lib/i18n/translate";
import { plainText } from "@/lib/protocol/markdown";
import { LaterEdit } from "./later-edit";

export interface LaterSheetProps {
  later: readonly LaterView[];
  canSend: boolean;
  /** Resolves to whether it was taken; says itself why not. */
  onChange: (item: LaterView, text: string, at: number) => Promise<boolean>;
  onSendNow: (item: LaterView) => void;
  onDelete: (item: LaterView) => void;
  onClose: () => void;
}

export default function LaterSheet(props: LaterSheetProps) {
  const { later, canSend, onChange, onSendNow, onDelete, onClose } = props;
  const t = useTranslate();
  const [editing, setEditing] = useState<LaterView | null>(null);
  return (
    <Sheet open onOpenChange={(open) => !open && onClose()} title={t("later.sheet")} closeLabel={t("app.close")}>
      <p className="px-5 pt-4 text-13 text-muted">{t("later.sheetText")}</p>
      {later.length > 0 ? (
        <ul className="flex flex-col gap-3 p-4">
          {later.map((item) => (
            <LaterItem key={item.id} {...{ item, canSend, onSendNow, onDelete }} onEdit={() => setEditing(item)} />
          ))}
        </ul>
      ) : (
        <p className="px-5 py-6 text-15 text-faint">{t("later.none")}</p>
      )}
      {/* Inside the sheet, which keeps everything outside of it from being reached. */}
      {editing ? (
        <LaterEdit
          key={editing.id}
          item={editing}
          onSave={(text, at) => onChange(editing, text, at)}
          onClose={() => setEditing(null)}
        />
      ) : null}
    </Sheet>
  );
}

interface LaterItemProps extends Pick<LaterSheetProps, "canSend" | "onSendNow" | "onDelete"> {
  item: LaterView;
  onEdit: () => void;
}

function LaterItem({ item, canSend, onEdit, onSendNow, onDelete }: LaterItemProps) {
  const t = useTranslate();
  const format = useFormat();
  const now = useNow();
  const { text, state, at } = item;
  const stuck = state !== "waiting";
  const readable = text !== null && canSend;
  return (
    <li className="rounded-10 border border-line bg-surface p-3">
      <p
        className={cn(
          "flex items-start gap-2 text-13 tabular-nums [&>svg]:mt-0.5 [&>svg]:size-4 [&>svg]:shrink-0",
          stuck ? "text-ink [&>svg]:text-caution" : "text-muted",
        )}
      >
        {stuck ? <TriangleAlert aria-hidden="true" /> : <CalendarClock aria-hidden="true" />}
        {stuck ? stuckWords(t, item, format.soon(at, now)) : t("later.goesOut", { time: format.soon(at, now) })}
      </p>
      {text === null ? null : (
        <p dir="auto" className="mt-2 line-clamp-6 text-15 [overflow-wrap:anywhere] whitespace-pre-line">
          {plainText(text)}
        </p>
      )}
      <div className="-mx-1.5 mt-2 flex flex-wrap gap-1 [&_svg]:size-4">
        {readable ? (
          <>
            <Button look="quiet" size="small" onClick={onEdit}>
              <Pencil aria-hidden="true" />
              {t("later.edit")}
            </Button>
            <Button look="quiet" size="small" onClick={() => onSendNow(item)}>
              <SendHorizontal aria-hidden="true" className="rtl:-scale-x-100" />
              {t("later.sendNow")}
            </Button>
          </>
        ) : null}
        <Button look="quiet" size="small" onClick={() => onDelete(item)}>
          <Trash2 aria-hidden="true" />
          {t("later.delete")}
        </Button>
      </div>
    </li>
  );
}

/** Why it did not go out, and what to do. */
function stuckWords(t: Translate, { state, code }: LaterView, time: string): string {
  if (state === "unreadable") return t("later.unreadable");
  if (state === "late") return t("later.late", { time });
  if (code === "E_NOT_FOUND") return t("later.notMember");
  return t(code === "E_LOCKED" ? "later.locked" : "later.refused");
}
