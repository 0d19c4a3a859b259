/** Owns a message as one sentence that can be heard: who, what, when, and how far it has come. Pure. */
import type { MessageRow } from "@/lib/chat/view-message";
import type { Format } from "@/lib/i18n/format";
import type { Translate } from "@/lib/i18n/translate";
import { plainText } from "@/lib/protocol/markdown";

/** Longest part of a text that is read in one go, in characters; the whole text stands inside the message. */
const longest = 600;

export function spokenMessage(t: Translate, format: Format, row: MessageRow): string {
  const name = row.send === null ? row.author.name : t("message.you");
  const { quote, content } = row;
  const parts = [
    t("conversation.announce", { name, text: shortened(plainText(row.text)) }),
    quote?.kind === "here" ? t("composer.replying", { name: quote.author.name }) : null,
    row.forwarded ? t("message.forwarded") : null,
    content.kind === "text" ? null : t(`insert.${content.kind}`),
    format.time(row.at),
    row.before.length > 0 ? t("message.edited") : null,
    row.thread ? t("thread.replies", { count: row.thread.count }) : null,
    ...row.reactions.map(({ emoji, people }) => `${emoji} ${people.length}`),
    ...row.marks.map((mark) => t(`marks.${mark}`)),
    row.send === null ? null : t(`send.${row.send}`),
  ];
  return parts
    .filter((part) => part !== null)
    .map((part) => part.replace(/[.\s]+$/u, ""))
    .reduce((said, part) => (said === "" ? part : `${said}${/[!?…]$/u.test(said) ? " " : ". "}${part}`), "");
}

function shortened(text: string): string {
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}
