/** Owns where a conversation stands in its life, as the server says: closed, to be deleted, and what I may do about it. Pure. */
import type { Banner } from "./banner-view";
import type { Conversation } from "./conversation";
import type { PersonView } from "./view";

export interface LifeView {
  /** I may close it, or open it again. */
  readonly mayClose: boolean;
  /** alone: my word is enough · together: everybody in it has to want it. */
  readonly mayDelete: "alone" | "together" | null;
  readonly closed: boolean;
  readonly deleting: boolean;
  /** I want it deleted, and not everybody does. */
  readonly wished: boolean;
  readonly graceDays: number;
}

type Life = Pick<Conversation, "summary" | "deps" | "log" | "others">;

export function lifeOf({ summary, deps, log }: Life): LifeView {
  const life = log?.state === "ended" ? null : summary.lifecycle;
  return {
    mayClose: life?.may_close ?? false,
    mayDelete: life?.may_delete ?? null,
    closed: life?.closed_at !== null && life !== null,
    deleting: life?.deletes_at !== null && life !== null,
    wished: life?.deletes_at === null && life.wishes.includes(deps.me),
    graceDays: life?.grace_days ?? 0,
  };
}

/** Nothing may be written here now. */
export function isShut(conversation: Life): boolean {
  const { closed, deleting } = lifeOf(conversation);
  return closed || deleting;
}

/** What there is to say about it. */
export function lifeBanners(conversation: Life, person: (userId: string) => PersonView): Banner[] {
  const { summary, deps, others } = conversation;
  const view = lifeOf(conversation);
  const life = summary.lifecycle;
  if (!life) return [];
  if (view.deleting) {
    return [{ kind: "deleting", at: Date.parse(life.deletes_at ?? ""), mayCallBack: view.mayDelete !== null }];
  }
  const banners: Banner[] = [];
  if (view.closed) {
    const who = life.closed_by === null ? null : person(life.closed_by);
    banners.push({ kind: "closed", who, mayOpen: view.mayClose });
  }
  const wisher = view.mayDelete === "together" ? life.wishes.find((userId) => userId !== deps.me) : undefined;
  const [other] = others;
  if (wisher !== undefined && !view.wished) banners.push({ kind: "wish", who: person(wisher) });
  if (view.wished && other !== undefined) banners.push({ kind: "own-wish", who: person(other) });
  return banners;
}
