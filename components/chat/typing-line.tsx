"use client";
/** Owns the line that says who is typing. Its place is always kept, so that nothing moves. */
import type { PersonView } from "@/lib/chat/view";
import { useTranslate } from "@/lib/i18n/language";

export function TypingLine({ people }: { people: readonly PersonView[] }) {
  const t = useTranslate();
  const [first, second, third] = people;
  const words = !first
    ? null
    : third
      ? t("conversation.typingMany", { count: people.length })
      : second
        ? t("conversation.typingTwo", { name: first.name, other: second.name })
        : t("conversation.typingOne", { name: first.name });
  return (
    <div className="mx-auto flex h-6 w-full max-w-[53.75rem] shrink-0 items-center gap-2 truncate px-5 text-12 text-muted">
      {words ? (
        <>
          <span aria-hidden="true" className="flex gap-0.5">
            {[0, 150, 300].map((delay) => (
              <span
                key={delay}
                style={{ animationDelay: `${delay}ms` }}
                className="size-1 animate-breathe rounded-full bg-current"
              />
            ))}
          </span>
          {words}
        </>
      ) : null}
    </div>
  );
}
