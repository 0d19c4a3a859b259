"use client";
/** Owns the row of marks that shows while text is selected in the composer. */
import { Bold, Code, Italic, List, Quote, Strikethrough } from "lucide-react";
import { IconButton } from "@/components/ui/icon-button";
import { useTranslate } from "@/lib/i18n/language";
import type { MarkName } from "./markup";

export function FormatBar(props: { onMark: (name: MarkName) => void; onPrefix: (prefix: "> " | "- ") => void }) {
  const { onMark, onPrefix } = props;
  const t = useTranslate();
  return (
    // The field keeps its focus, and with it the selection.
    <div
      role="toolbar"
      aria-label={t("format.label")}
      onPointerDown={(event) => event.preventDefault()}
      className="flex animate-rise gap-0.5 px-1 pb-1.5"
    >
      <IconButton label={t("format.bold")} small onClick={() => onMark("bold")}>
        <Bold />
      </IconButton>
      <IconButton label={t("format.italic")} small onClick={() => onMark("italic")}>
        <Italic />
      </IconButton>
      <IconButton label={t("format.strike")} small onClick={() => onMark("strike")}>
        <Strikethrough />
      </IconButton>
      <IconButton label={t("format.code")} small onClick={() => onMark("code")}>
        <Code />
      </IconButton>
      <IconButton label={t("format.quote")} small onClick={() => onPrefix("> ")}>
        <Quote />
      </IconButton>
      <IconButton label={t("format.list")} small onClick={() => onPrefix("- ")}>
        <List />
      </IconButton>
    </div>
  );
}
