"use client";
/** Owns what a message's parts may ask of the screen around them: one object that stays the same while a conversation is open. */
import { createContext, useContext } from "react";
import type { MessageCommands, MessageRow } from "@/lib/chat/view-message";

/** Where a menu opens: beside an element, or at a point of the page. */
export type MenuPlace = Element | { readonly x: number; readonly y: number };

/** Where the answer to a message is written, or its new text. */
export interface Writing {
  readonly reply: (row: MessageRow) => void;
  readonly edit: (row: MessageRow) => void;
}

export interface MessageActs extends Pick<MessageCommands, "react" | "say"> {
  readonly retry: (key: string) => void;
  readonly cancel: (key: string) => void;
  /** Null where nothing may be written. */
  readonly reply: ((row: MessageRow) => void) | null;
  readonly edit: (row: MessageRow) => void;
  /** `writing`: in a thread; otherwise in the conversation. */
  readonly openMenu: (row: MessageRow, place: MenuPlace, writing?: Writing) => void;
  readonly pickEmoji: (row: MessageRow, place: MenuPlace) => void;
  /** `at`: the key of the message to be shown there. */
  readonly openThread: (root: string, at?: string) => void;
  readonly showEdits: (row: MessageRow) => void;
  /** Who has received and read an own message; null where nobody tells, in open rooms. */
  readonly showReceipts: ((row: MessageRow) => void) | null;
  /** Brings a message into view, loading history if need be. */
  readonly jump: (hash: string) => void;
  /** Adds a message to what is selected, or takes it out. */
  readonly select: (row: MessageRow) => void;
}

const nothing = () => {};

/** For messages that stand alone, as in an example: nothing can be done with them. */
const idle: MessageActs = {
  ...{ react: nothing, say: nothing, retry: nothing, cancel: nothing, reply: null, edit: nothing },
  ...{
    openMenu: nothing,
    pickEmoji: nothing,
    openThread: nothing,
    showEdits: nothing,
    showReceipts: null,
    jump: nothing,
    select: nothing,
  },
};

const Context = createContext<MessageActs>(idle);
export const MessageActsProvider = Context.Provider;

export function useMessageActs(): MessageActs {
  return useContext(Context);
}
