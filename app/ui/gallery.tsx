"use client";
/** Owns the order of the gallery and the switch of its theme. Its words are for developers and stay in English. */
import { type ReactNode, useState } from "react";
import { FilterChip } from "@/components/ui/chip";
import { applyTheme, type Theme } from "@/components/ui/theme";
import ErrorPage from "@/app/error";
import { AuthGallery } from "./auth-gallery";
import { ChatGallery } from "./chat-gallery";
import { PrimitivesGallery } from "./primitives-gallery";
import { SettingsGallery } from "./settings-gallery";

export interface GalleryProps {
  part?: string | undefined;
  state?: string | undefined;
  list?: string | undefined;
  /** What a phone shows of the messenger: "list" or "main". */
  phone?: string | undefined;
  /** Without the switches, for pictures. */
  bare: boolean;
}

export function Gallery({ part: first, state, list, phone, bare }: GalleryProps) {
  const [part, setPart] = useState(first ?? "primitives");
  const parts: Readonly<Record<string, ReactNode>> = {
    primitives: <PrimitivesGallery />,
    auth: <AuthGallery state={state} bare={bare} />,
    chat: <ChatGallery state={state} list={list} phone={phone === "list" ? "list" : "main"} bare={bare} />,
    settings: <SettingsGallery />,
    error: <ErrorPage error={Object.assign(new Error("a sample"), { digest: "2814093177" })} reset={() => {}} />,
  };
  if (bare) return parts[part];
  const themes: readonly Theme[] = ["system", "light", "dark"];
  return (
    <>
      <div role="group" aria-label="Parts" data-gallery="" className="flex flex-wrap gap-1 border-b border-line p-2">
        {Object.keys(parts).map((name) => (
          <FilterChip key={name} pressed={name === part} onClick={() => setPart(name)}>
            {name}
          </FilterChip>
        ))}
        <span className="flex-1" />
        {themes.map((theme) => (
          <FilterChip key={theme} pressed={false} onClick={() => applyTheme(theme)}>
            {theme}
          </FilterChip>
        ))}
      </div>
      {parts[part]}
    </>
  );
}
