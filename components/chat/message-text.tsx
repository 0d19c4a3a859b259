/** Owns what a member wrote, as inert text: marked parts, mentions and links told apart, never any HTML. */
import { Fragment, memo, type ReactNode } from "react";
import { cn } from "@/components/ui/cn";
import { lazyPart } from "@/components/ui/lazy-part";
import type { PersonView } from "@/lib/chat/view";
import { useTranslate } from "@/lib/i18n/language";
import { type Block, type Inline, parseMarkdown } from "@/lib/protocol/markdown";
import { mayHoldLinks } from "./links";
import { useLinksShut } from "./links-shut";
import { splitMentions } from "./mentions";

const LinkedText = lazyPart(
  async () => {
    const [{ makeLinkedText }, { loadLinkFinder }] = await Promise.all([import("./linked-text"), import("./links")]);
    return makeLinkedText(await loadLinkFinder());
  },
  { waiting: ({ text }) => text },
);

const nobody: readonly PersonView[] = [];

export const MessageText = memo(function MessageText(props: { text: string; mentions?: readonly PersonView[] }) {
  const { text, mentions = nobody } = props;
  return (
    <span dir="auto" className="flex flex-col gap-1.5">
      {parseMarkdown(text).map((block, at) => (
        <BlockView key={at} block={block} mentions={mentions} />
      ))}
    </span>
  );
});

const lines = "block whitespace-pre-wrap [overflow-wrap:anywhere]";

function BlockView({ block, mentions }: { block: Block; mentions: readonly PersonView[] }) {
  switch (block.kind) {
    case "paragraph":
      return <span className={lines}>{inlines(block.children, mentions)}</span>;
    case "quote":
      return (
        <span className={cn(lines, "border-s-2 border-current/40 ps-2.5 opacity-85")}>
          {inlines(block.children, mentions)}
        </span>
      );
    case "code":
      return (
        <code className="block max-w-full overflow-x-auto rounded-6 bg-current/8 px-2.5 py-1.5 font-mono text-13 whitespace-pre">
          {block.text}
        </code>
      );
    case "list": {
      const items = block.items.map((item, at) => (
        <li key={at} className="ps-1 [overflow-wrap:anywhere]">
          {inlines(item, mentions)}
        </li>
      ));
      return block.start === null ? (
        <ul className="list-disc ps-5">{items}</ul>
      ) : (
        <ol start={block.start} className="list-decimal ps-6">
          {items}
        </ol>
      );
    }
  }
}

function inlines(children: readonly Inline[], mentions: readonly PersonView[]): ReactNode {
  return children.map((child, at) => <Fragment key={at}>{inline(child, mentions)}</Fragment>);
}

function inline(child: Inline, mentions: readonly PersonView[]): ReactNode {
  switch (child.kind) {
    case "text":
      return withMentions(child.text, mentions);
    case "strong":
      return <strong className="font-semibold">{inlines(child.children, mentions)}</strong>;
    case "em":
      return <em>{inlines(child.children, mentions)}</em>;
    case "strike":
      return <s>{inlines(child.children, mentions)}</s>;
    case "code":
      return <code className="rounded-6 bg-current/8 px-1 py-px font-mono text-[0.9em]">{child.text}</code>;
    case "override":
      return <Override />;
    case "address":
      return <Address text={child.text} />;
  }
}

function withMentions(text: string, mentions: readonly PersonView[]): ReactNode {
  if (mentions.length === 0) return text;
  return splitMentions(text, mentions).map((part, at) =>
    part.person ? (
      <span
        key={at}
        className={cn(
          "rounded-6 px-0.5 font-semibold",
          part.person.me ? "bg-caution-soft text-caution" : "bg-current/10",
        )}
      >
        {part.text}
      </span>
    ) : (
      part.text
    ),
  );
}

function Address({ text }: { text: string }) {
  if (useLinksShut() || !mayHoldLinks(text)) return text;
  return <LinkedText text={text} />;
}

/** In the place of a sign that would have turned the text around. */
function Override() {
  const t = useTranslate();
  return (
    <span title={t("message.override")} className="mx-0.5 rounded-6 bg-caution-soft px-1 text-12 text-caution">
      ⇄<span className="sr-only">{t("message.override")}</span>
    </span>
  );
}
