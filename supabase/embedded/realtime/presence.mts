/** Owns who is present on one topic: one meta per channel instance, grouped by presence key, and the diffs clients need. */
import { randomUUID } from "node:crypto";
import { isDeepStrictEqual } from "node:util";

export type Meta = Record<string, unknown> & { phx_ref: string };
/** By presence key. */
export type Presences = Record<string, { metas: Meta[] }>;
export interface Diff {
  joins: Presences;
  leaves: Presences;
}

interface Tracked {
  key: string;
  payload: Record<string, unknown>;
  meta: Meta;
}

/** `Member` stands for one channel instance. */
export class Presence<Member> {
  readonly #tracked = new Map<Member, Tracked>();

  /** Makes the member present with this payload; null when it already was, with the same one. */
  track(member: Member, key: string, payload: Record<string, unknown>): Diff | null {
    const before = this.#tracked.get(member);
    if (before && isDeepStrictEqual(before.payload, payload)) return null;
    const meta: Meta = {
      ...payload,
      phx_ref: randomUUID(),
      ...(before ? { phx_ref_prev: before.meta.phx_ref } : {}),
    };
    this.#tracked.set(member, { key, payload, meta });
    return { joins: only(key, meta), leaves: before ? only(before.key, before.meta) : {} };
  }

  /** Makes the member absent; null when it was. */
  untrack(member: Member): Diff | null {
    const before = this.#tracked.get(member);
    if (!before) return null;
    this.#tracked.delete(member);
    return { joins: {}, leaves: only(before.key, before.meta) };
  }

  /** Everybody present. */
  state(): Presences {
    const state = new Map<string, { metas: Meta[] }>();
    for (const { key, meta } of this.#tracked.values()) {
      const group = state.get(key);
      if (group) group.metas.push(meta);
      else state.set(key, { metas: [meta] });
    }
    return Object.fromEntries(state);
  }
}

function only(key: string, meta: Meta): Presences {
  return Object.fromEntries([[key, { metas: [meta] }]]);
}
