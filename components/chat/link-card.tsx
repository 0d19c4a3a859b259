"use client";
/** Owns the card of a link: the title its sender gave it, and the host from the address itself. Nothing is fetched. */
import { Link2, TriangleAlert } from "lucide-react";
import { cn } from "@/components/ui/cn";
import { useTranslate } from "@/lib/i18n/language";
import { safeAddress } from "./links";
import { useLinksShut } from "./links-shut";
import { looksLikeAnother } from "./look-alike";

export function LinkCard({ link, own }: { link: { address: string; title: string }; own: boolean }) {
  const t = useTranslate();
  const shut = useLinksShut();
  const url = safeAddress(link.address);
  if (shut || !url) return null;
  return (
    <a
      href={url.href}
      target="_blank"
      rel="noreferrer noopener nofollow"
      title={t("conversation.linkWarning", { host: url.host })}
      className={cn(
        "mt-1.5 flex items-center gap-2.5 rounded-10 px-2.5 py-2",
        own ? "bg-white/12 hover:bg-white/18" : "bg-canvas/70 hover:bg-canvas",
      )}
    >
      <Link2 aria-hidden="true" className="size-5 shrink-0 opacity-80" />
      <span className="min-w-0">
        <span dir="auto" className="line-clamp-2 text-15 font-medium [overflow-wrap:anywhere]">
          {link.title}
        </span>
        <span className="block truncate text-12 opacity-80">
          {looksLikeAnother(link.address) ? (
            <TriangleAlert aria-hidden="true" className="me-1 inline size-3.5" />
          ) : null}
          {url.host}
        </span>
      </span>
    </a>
  );
}
