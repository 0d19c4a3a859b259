"use client";
/** Owns looking for open rooms while somebody types: the newest question is answered, page by page. */
import { useEffect, useState } from "react";
import { useRooms } from "@/lib/chat/use-rooms";
import type { RoomCard } from "@/lib/chat/view-rooms";
import { type ErrorWords, wordsOf } from "@/lib/i18n/error-words";
import { useTranslate } from "@/lib/i18n/language";
import { useWish } from "./use-wish";

/** Pause after the last key press. Milliseconds. */
const settleMs = 200;
/** Rooms in a full page of the answer. */
const fullPage = 30;

export interface FoundRooms {
  /** Null: the first answer is on its way. */
  readonly cards: readonly RoomCard[] | null;
  readonly more: boolean;
  readonly busy: boolean;
  readonly failure: ErrorWords | null;
  readonly next: () => void;
}

export function useFoundRooms(text: string): FoundRooms {
  const t = useTranslate();
  const rooms = useRooms();
  const [found, setFound] = useState<{ cards: readonly RoomCard[]; more: boolean } | null>(null);
  const [failure, setFailure] = useState<ErrorWords | null>(null);
  const wish = useWish();
  useEffect(() => {
    let left = false;
    const look = async () => {
      try {
        const cards = await rooms.find(text, null);
        if (left) return;
        setFound({ cards, more: cards.length >= fullPage });
        setFailure(null);
      } catch (thrown) {
        if (!left) setFailure(wordsOf(t, thrown));
      }
    };
    const timer = setTimeout(() => void look(), text === "" ? 0 : settleMs);
    return () => {
      left = true;
      clearTimeout(timer);
    };
  }, [rooms, text, t]);
  const next = async () => {
    const cards = await rooms.find(text, found?.cards.at(-1) ?? null);
    setFound({ cards: [...(found?.cards ?? []), ...cards], more: cards.length >= fullPage });
  };
  return {
    cards: found?.cards ?? null,
    more: found?.more ?? false,
    busy: wish.busy,
    failure: failure ?? wish.failure,
    next: () => void wish.run(next),
  };
}
