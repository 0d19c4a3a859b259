"use client";
/** Owns handing what a browser is told about its deployment to the components that need it. */
import { createContext, useContext } from "react";
import type { PublicConfig } from "@/lib/base/env";

const Config = createContext<PublicConfig | null>(null);
export const PublicConfigProvider = Config.Provider;

/** Null where no deployment is, as in the gallery. */
export function usePublicConfig(): PublicConfig | null {
  return useContext(Config);
}
