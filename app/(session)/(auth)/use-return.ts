"use client";
/** Owns the place that a person wanted before they were asked who they are: it goes along until they may go there. */
import { useSearchParams } from "next/navigation";
import { useEffect, useState } from "react";
import { ownPath } from "./own-path";

export interface Return {
  /** The place; null: none in particular. The secret of an invite link stands behind the hash. */
  readonly place: string | null;
  /** They come with an invitation. */
  readonly invited: boolean;
  /** The address of another page on the way there, which takes the place along. */
  readonly along: (page: string) => string;
}

export function useReturn(): Return {
  const next = ownPath(useSearchParams().get("next"));
  // The server never learns what stands behind a hash, so the first rendering is without it.
  const [hash, setHash] = useState("");
  useEffect(() => setHash(window.location.hash), []);
  const place = next && next + hash;
  return {
    place,
    invited: next?.startsWith("/join/") ?? false,
    along: (page) => (next ? `${page}?next=${encodeURIComponent(next)}${hash}` : page),
  };
}
