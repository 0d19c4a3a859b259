"use client";
/** Owns parts of a page whose code comes when they are first shown. What could not be had is asked for anew at the next need. */
import { type ComponentType, useCallback, useEffect, useState } from "react";
import { whenNeeded } from "@/lib/base/when-needed";

/** What stands in for a part that could not be had is told besides the part's own props. */
export interface Missed {
  readonly thrown: unknown;
  readonly onRetry: () => void;
}

export interface StandIns<Props> {
  /** Until the code is there; nothing unless told. */
  waiting?: ComponentType<Props>;
  /** While the code cannot be had; the same as `waiting` unless told. */
  missing?: ComponentType<Props & Missed>;
}

export type LazyPart<Props> = ComponentType<Props> & {
  /** Fetches the code, for when a hand comes near. Never rejects. */
  readonly near: () => Promise<unknown>;
  /** The code has come: the part is drawn at once. */
  readonly isThere: () => boolean;
};

const everything: (() => Promise<unknown>)[] = [];

/** Code that is loaded when it is first needed, and with all the rest where a page has to have it at hand. */
export function lazyCode<T>(load: () => Promise<T>): () => Promise<T> {
  const get = whenNeeded(load);
  everything.push(get);
  return get;
}

/** Fetches in idle moments, one after the other, the code of all parts that there are, and of those that come with them. */
export async function fetchEverything(): Promise<void> {
  for (const get of everything) {
    await new Promise((idle) => (window.requestIdleCallback ?? setTimeout)(idle));
    await get().catch(() => undefined);
  }
}

/** A mounted part without its code asks again when the browser goes online; one that is mounted anew asks again at once. */
export function lazyPart<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  { waiting: Waiting, missing: Missing }: StandIns<Props> = {},
): LazyPart<Props> {
  let loaded: ComponentType<Props> | null = null;
  const get = lazyCode(async () => (loaded = await load()));

  function Part(props: Props) {
    const [Loaded, setLoaded] = useState<ComponentType<Props> | null>(() => loaded);
    const [thrown, setThrown] = useState<unknown>(null);
    const fetchCode = useCallback(() => {
      setThrown(null);
      get().then((component) => setLoaded(() => component), setThrown);
    }, []);
    useEffect(() => {
      if (loaded) return setLoaded(() => loaded);
      fetchCode();
      window.addEventListener("online", fetchCode);
      return () => window.removeEventListener("online", fetchCode);
    }, [fetchCode]);
    if (Loaded) return <Loaded {...props} />;
    if (thrown !== null && Missing) return <Missing {...props} thrown={thrown} onRetry={fetchCode} />;
    return Waiting ? <Waiting {...props} /> : null;
  }

  return Object.assign(Part, { near: () => get().catch(() => undefined), isThere: () => loaded !== null });
}
