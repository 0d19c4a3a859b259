"use client";
/** Owns showing the links of a text; loaded with the first message that may hold one. */
import type { LinkifyIt } from "linkify-it";
import { type ComponentType, Fragment } from "react";
import { useTranslate } from "@/lib/i18n/language";
import { splitLinks } from "./links";

/** The component, bound to a finder that is already loaded. */
export function makeLinkedText(finder: LinkifyIt): ComponentType<{ text: string }> {
  return function LinkedText({ text }) {
    const t = useTranslate();
    return splitLinks(finder, text).map((part, at) =>
      part.kind === "text" ? (
        <Fragment key={at}>{part.text}</Fragment>
      ) : (
        <a
          key={at}
          href={part.href}
          target="_blank"
          rel="noreferrer noopener nofollow"
          title={t("conversation.linkWarning", { host: part.host })}
          className="underline decoration-current/50 underline-offset-2 hover:decoration-current"
        >
          {part.text}
        </a>
      ),
    );
  };
}
