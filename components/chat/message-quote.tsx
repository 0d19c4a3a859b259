"use client";
/** Owns the quote above an answer: taken from the reader's own copy, and the way to the message itself. */
import { cn } from "@/components/ui/cn";
import { OneLine } from "@/components/ui/one-line";
import type { QuoteView } from "@/lib/chat/view-message";
import { useTranslate } from "@/lib/i18n/language";
import { plainText } from "@/lib/protocol/markdown";
import { useMessageActs } from "./message-acts";

export function MessageQuote({ quote, own }: { quote: QuoteView; own: boolean }) {
  const t = useTranslate();
  const acts = useMessageActs();
  const look = cn("mb-1 block w-full rounded-10 border-s-[3px] px-2.5 py-1 text-start text-13", {
    "border-on-own-muted bg-white/12 text-on-own": own,
    "border-accent bg-canvas/60 text-muted": !own,
  });
  if (quote.kind === "unavailable") return <span className={cn(look, "italic")}>{t("message.quoteGone")}</span>;
  return (
    <button type="button" onClick={() => acts.jump(quote.hash)} className={cn(look, "hover:brightness-105")}>
      {quote.kind === "here" ? (
        <>
          <OneLine className={cn("font-semibold", own ? "text-on-own" : "text-accent")}>
            {quote.author.me ? t("message.you") : quote.author.name}
          </OneLine>
          <span dir="auto" className="line-clamp-2 [overflow-wrap:anywhere]">
            {plainText(quote.text)}
          </span>
        </>
      ) : (
        <span className="italic">{t("message.quoteEarlier")}</span>
      )}
    </button>
  );
}
