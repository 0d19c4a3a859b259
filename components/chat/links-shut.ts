"use client";
/** Owns whether addresses in messages can be opened: not in the first message of a stranger, before it is accepted. */
import { createContext, useContext } from "react";

const Context = createContext(false);
export const LinksShut = Context.Provider;

export function useLinksShut(): boolean {
  return useContext(Context);
}
