"use client";
/** Owns showing the links of a text; loaded with the first message that may hold one. */
import type { LinkifyIt } from "linkify-it";
import { TriangleAlert } from "lucide-react";
import { type ComponentType, Fragment } from "react";
import { useTranslate } from "@/lib/i18n/language";
import { splitLinks } from "./links";
import { looksLikeAnother } from "./look-alike";

/** The component, bound to a finder that is already loaded. */
export function makeLinkedText(finder: LinkifyIt): ComponentType<{ text: string }> {
  return function LinkedText({ text }) {
    const t = useTranslate();
    return splitLinks(finder, text).map((part, at) =>
      part.kind === "text" ? (
        <Fragment key={at}>{part.text}</Fragment>
      ) : (
        <Fragment key={at}>
          <a
            href={part.href}
            target="_blank"
            rel="noreferrer noopener nofollow"
            title={t("conversation.linkWarning", { host: part.host })}
            className="underline decoration-current/50 underline-offset-2 hover:decoration-current"
          >
            {part.text}
          </a>
          {looksLikeAnother(part.text) ? (
            <span className="mx-1 inline-flex items-center gap-1 rounded-6 bg-caution-soft px-1.5 text-12 font-medium text-caution">
              <TriangleAlert aria-hidden="true" className="size-3.5" />
              {t("message.lookAlike", { host: part.host })}
            </span>
          ) : null}
        </Fragment>
      ),
    );
  };
}
