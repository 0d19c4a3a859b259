"use client";
/** Owns carrying a conversation with the mouse from its row to where it is dropped; the row's menu does the same. */
import { type DragEvent, useState } from "react";
import { toast } from "@/components/ui/toast-queue";
import { wordsOf } from "@/lib/i18n/error-words";
import { useTranslate } from "@/lib/i18n/language";

/** Named by its kind, so that no link or file is taken for one. */
const kind = "application/x-parley-conversation";

export function carry({ dataTransfer }: DragEvent, id: string): void {
  dataTransfer.setData(kind, id);
  dataTransfer.effectAllowed = "copyLink";
}

/** Handlers of a place that takes conversations; `put` null: it takes none. `within`: only on what this selects inside it. */
export function useCarried(put: ((id: string) => Promise<unknown>) | null, within?: string) {
  const t = useTranslate();
  const [over, setOver] = useState(false);
  const takes = ({ dataTransfer, target }: DragEvent) =>
    put !== null &&
    dataTransfer.types.includes(kind) &&
    (within === undefined || (target instanceof Element && target.closest(within) !== null));
  return {
    over,
    handlers: {
      onDragOver(event: DragEvent) {
        const taken = takes(event);
        setOver(taken);
        if (!taken) return;
        event.preventDefault();
        event.dataTransfer.dropEffect = "copy";
      },
      onDragLeave: () => setOver(false),
      onDrop(event: DragEvent) {
        setOver(false);
        if (!put || !takes(event)) return;
        event.preventDefault();
        put(event.dataTransfer.getData(kind)).catch((thrown: unknown) => toast(wordsOf(t, thrown).what, "danger"));
      },
    },
  };
}
