/** Owns what a member wrote, as inert text: line breaks kept, links told apart, never any HTML. */
import { Fragment, memo } from "react";
import { useTranslate } from "@/lib/i18n/language";
import { splitLinks } from "./links";

export const MessageText = memo(function MessageText({ text }: { text: string }) {
  const t = useTranslate();
  return (
    <span dir="auto" className="block whitespace-pre-wrap [overflow-wrap:anywhere]">
      {splitLinks(text).map((part, at) =>
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
      )}
    </span>
  );
});
