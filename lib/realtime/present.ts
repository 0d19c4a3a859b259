/** Owns who is present in a topic: Phoenix tells a whole state once, and then who came and went. One person may be there in several tabs. */
import * as v from "valibot";
import { named } from "@/lib/base/narrow";

const tabs = named(v.string(), v.object({ metas: v.array(v.object({ phx_ref: v.string() })) }));
const difference = v.object({ joins: tabs, leaves: tabs });
type Tabs = v.InferOutput<typeof tabs>;

export class Present {
  /** Tabs by the key under which they show. */
  private readonly there = new Map<string, Set<string>>();
  /** What was told before the state that it changes; null once that is there. */
  private early: v.InferOutput<typeof difference>[] | null = [];

  /** True if somebody may have come or gone; words that are none are passed over. */
  take(event: string, payload: unknown): boolean {
    if (event === "presence_state") {
      const state = v.safeParse(tabs, payload);
      if (!state.success) return false;
      this.there.clear();
      this.add(state.output);
      for (const one of this.early ?? []) this.change(one);
      this.early = null;
      return true;
    }
    const told = v.safeParse(difference, payload);
    if (event !== "presence_diff" || !told.success) return false;
    if (this.early) this.early.push(told.output);
    else this.change(told.output);
    return this.early === null;
  }

  keys(): string[] {
    return [...this.there.keys()];
  }

  /** Whoever changes what is told of them leaves and comes in one: they stay. */
  private change({ joins, leaves }: v.InferOutput<typeof difference>): void {
    this.add(joins);
    for (const [key, { metas }] of Object.entries(leaves)) {
      const refs = this.there.get(key);
      for (const { phx_ref } of metas) refs?.delete(phx_ref);
      if (refs?.size === 0) this.there.delete(key);
    }
  }

  private add(tabsByKey: Tabs): void {
    for (const [key, { metas }] of Object.entries(tabsByKey)) {
      const refs = this.there.get(key) ?? new Set();
      for (const { phx_ref } of metas) refs.add(phx_ref);
      if (refs.size > 0) this.there.set(key, refs);
    }
  }
}
