"use client";
/** Owns what happens to files that are dropped or pasted while none can be sent: a sentence, instead of a browser that leaves the page for them. */
import { useEffect } from "react";
import { toast } from "@/components/ui/toast-queue";
import { useTranslate } from "@/lib/i18n/language";

export function useNoFiles(): void {
  const t = useTranslate();
  useEffect(() => {
    const refuse = (event: Event, data: DataTransfer | null, say: boolean) => {
      if (!data?.types.includes("Files")) return;
      event.preventDefault();
      if (say) toast(t("composer.noFiles"));
    };
    const onDragOver = (event: DragEvent) => refuse(event, event.dataTransfer, false);
    const onDrop = (event: DragEvent) => refuse(event, event.dataTransfer, true);
    // A spreadsheet's cells come as text and as a picture of it: the text is meant.
    const onPaste = (event: ClipboardEvent) => {
      if (!event.clipboardData?.types.includes("text/plain")) refuse(event, event.clipboardData, true);
    };
    addEventListener("dragover", onDragOver);
    addEventListener("drop", onDrop);
    addEventListener("paste", onPaste);
    return () => {
      removeEventListener("dragover", onDragOver);
      removeEventListener("drop", onDrop);
      removeEventListener("paste", onPaste);
    };
  }, [t]);
}
