/** Owns whom this person has blocked: the list the server keeps, on this device as well, and changing it. */
import * as v from "valibot";
import { Emitter } from "@/lib/base/emitter";
import { finite } from "@/lib/base/narrow";
import type { Engine } from "@/lib/crypto/engine-api";
import type { LocalStore } from "@/lib/storage/local-store";
import type { Conversation } from "./conversation";
import { Lifetime } from "./lifetime";
import type { ServerApi } from "./server-api";
import type { BlockCommands, BlockedPerson } from "./view";

const record = "blocks";
const kept = v.array(v.object({ userId: v.string(), handle: v.string(), name: v.string(), since: finite }));

/** Nothing of me goes to the other person of this conversation: I have blocked them, and nobody else is here. */
export function isSilent({ others, summary, deps }: Conversation): boolean {
  const [other, more] = others;
  return summary.kind === "direct" && other !== undefined && more === undefined && deps.blocks.has(other);
}

export class Blocks implements BlockCommands {
  readonly changed = new Emitter();
  private readonly life = new Lifetime();
  private readonly engine: Engine;
  private readonly server: ServerApi;
  private readonly store: LocalStore;
  private people: readonly BlockedPerson[] = [];
  private ids: ReadonlySet<string> = new Set();

  constructor(deps: { engine: Engine; server: ServerApi; store: LocalStore }) {
    this.engine = this.life.guard(deps.engine);
    this.server = this.life.guard(deps.server);
    this.store = this.life.guard(deps.store);
  }

  /** The last one first. The same array until something changes. */
  get list(): readonly BlockedPerson[] {
    return this.people;
  }

  has(userId: string): boolean {
    return this.ids.has(userId);
  }

  /** As this device last knew it: who is blocked stays folded without a network. */
  async restore(): Promise<void> {
    const sealed = await this.store.record(record);
    if (!sealed) return;
    const parsed = v.safeParse(kept, JSON.parse(await this.engine.openText(record, sealed)));
    if (parsed.success) this.take(parsed.output);
  }

  async refresh(): Promise<void> {
    const people = await this.server.blocks();
    this.take(people);
    await this.store.putRecord(record, await this.engine.sealText(record, JSON.stringify(people)));
  }

  async block(userId: string): Promise<void> {
    await this.server.block(userId, true);
    await this.refresh();
  }

  async unblock(userId: string): Promise<void> {
    await this.server.block(userId, false);
    await this.refresh();
  }

  stop(): void {
    this.life.end();
  }

  private take(people: readonly BlockedPerson[]): void {
    const ids = people.map(({ userId }) => userId);
    const same = ids.join() === this.people.map(({ userId }) => userId).join();
    this.people = people;
    this.ids = new Set(ids);
    if (!same) this.changed.emit();
  }
}
