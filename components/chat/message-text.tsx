/** Owns what a member wrote, as inert text: line breaks kept, links told apart, never any HTML. */
import { lazy, memo, Suspense } from "react";
import { mayHoldLinks } from "./links";

const LinkedText = lazy(async () => {
  const [{ makeLinkedText }, { loadLinkFinder }] = await Promise.all([import("./linked-text"), import("./links")]);
  return { default: makeLinkedText(await loadLinkFinder()) };
});

export const MessageText = memo(function MessageText({ text }: { text: string }) {
  return (
    <span dir="auto" className="block whitespace-pre-wrap [overflow-wrap:anywhere]">
      {mayHoldLinks(text) ? (
        <Suspense fallback={text}>
          <LinkedText text={text} />
        </Suspense>
      ) : (
        text
      )}
    </span>
  );
});
