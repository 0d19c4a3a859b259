"use client";
/** Owns the card of a call: who calls, where one joins, and what the provider sees. Nothing is fetched before it is pressed. */
import { ExternalLink, TriangleAlert, Video } from "lucide-react";
import { cn } from "@/components/ui/cn";
import type { CallView, MessageRow } from "@/lib/chat/view-message";
import { useTranslate } from "@/lib/i18n/language";
import { safeAddress } from "./links";
import { useLinksShut } from "./links-shut";
import { looksLikeAnother } from "./look-alike";

export function CallCard({ row, call, own }: { row: MessageRow; call: CallView; own: boolean }) {
  const t = useTranslate();
  const shut = useLinksShut();
  const link = safeAddress(call.address);
  const caller = own ? t("call.mine") : t("call.by", { name: row.author.name });
  return (
    <div className="flex w-72 max-w-full flex-col gap-2 py-1">
      <p className="flex items-center gap-1.5 text-12 opacity-80 [&_svg]:size-3.5">
        <Video aria-hidden="true" />
        {caller}
      </p>
      <p dir="auto" className="-mt-1.5 self-start font-semibold [overflow-wrap:anywhere]">
        {row.text}
      </p>
      {link && !shut ? (
        <>
          <a
            href={link.href}
            target="_blank"
            rel="noreferrer noopener nofollow"
            className={cn(
              "flex h-10 items-center justify-center gap-2 rounded-10 text-15 font-semibold pointer-coarse:h-11 [&_svg]:size-4",
              own ? "bg-white/15 hover:bg-white/22" : "bg-accent-fill text-on-accent hover:brightness-105",
            )}
          >
            {t("call.join")}
            <ExternalLink aria-hidden="true" className="rtl:-scale-x-100" />
          </a>
          <p className="text-12 text-pretty opacity-80">
            {looksLikeAnother(link.href) ? <TriangleAlert aria-hidden="true" className="me-1 inline size-3.5" /> : null}
            {t("call.provider", { host: link.host })}
          </p>
        </>
      ) : null}
    </div>
  );
}
