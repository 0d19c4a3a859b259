"use client";
/** Owns choosing an emoji: a small set, and a field that takes any other. */
import { useState } from "react";
import { emojiIn } from "@/lib/protocol/emoji";
import { useTranslate } from "@/lib/i18n/language";
import { emojiSet } from "./emoji-set";

export function EmojiPicker({ onPick }: { onPick: (emoji: string) => void }) {
  const t = useTranslate();
  const [typed, setTyped] = useState("");
  return (
    <div className="flex w-72 max-w-full flex-col gap-2 p-2">
      <input
        value={typed}
        aria-label={t("message.typeEmoji")}
        placeholder={t("message.typeEmoji")}
        onChange={(event) => {
          const emoji = emojiIn(event.target.value);
          if (emoji) onPick(emoji);
          else setTyped(event.target.value);
        }}
        className="h-9 rounded-10 border border-edge bg-surface px-3 text-15 outline-none focus-visible:border-accent"
      />
      <div role="group" aria-label={t("message.emoji")} className="max-h-60 overflow-y-auto overscroll-contain">
        {emojiSet.map((row) => (
          <div key={row[0]} className="grid grid-cols-8">
            {row.map((emoji) => (
              <button
                key={emoji}
                type="button"
                aria-label={emoji}
                onClick={() => onPick(emoji)}
                className="flex aspect-square items-center justify-center rounded-6 text-18 hover:bg-fill"
              >
                {emoji}
              </button>
            ))}
          </div>
        ))}
      </div>
    </div>
  );
}
