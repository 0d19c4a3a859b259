"use client";
/** Owns parts of the messenger whose code comes when they are first shown. One that cannot be had says so, with a way to try again. */
import { type ComponentType, useCallback, useEffect, useState } from "react";
import { whenNeeded } from "@/lib/base/when-needed";
import { TryAgain } from "./try-again";

export type Lazily<Props> = ComponentType<Props> & {
  /** Fetches the code, for when a hand comes near. */
  readonly near: () => void;
};

/** Shows nothing until the code is there; from then on it is drawn at once. */
export function lazily<Props extends object>(load: () => Promise<ComponentType<Props>>): Lazily<Props> {
  let loaded: ComponentType<Props> | null = null;
  const get = whenNeeded(async () => (loaded = await load()));

  function Part(props: Props) {
    const [Loaded, setLoaded] = useState<ComponentType<Props> | null>(() => loaded);
    const [thrown, setThrown] = useState<unknown>(null);
    const fetchCode = useCallback(() => {
      setThrown(null);
      get().then((component) => setLoaded(() => component), setThrown);
    }, []);
    useEffect(() => {
      if (!loaded) fetchCode();
      else setLoaded(() => loaded);
    }, [fetchCode]);
    if (Loaded) return <Loaded {...props} />;
    return <TryAgain thrown={thrown} onRetry={fetchCode} />;
  }

  return Object.assign(Part, { near: () => void get().catch(() => undefined) });
}
