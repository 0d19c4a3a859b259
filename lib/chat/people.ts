/** Owns what this client knows of people: names as served, keys as pinned. Asks the server once per person. */
import * as v from "valibot";
import type { Engine, Trust } from "@/lib/crypto/engine-api";
import { type WirePerson, wireStatementOwner } from "@/lib/protocol/wire";
import type { LocalStore } from "@/lib/storage/local-store";
import { Lifetime } from "./lifetime";
import type { ServerApi } from "./server-api";
import type { PersonView } from "./view";

interface Known {
  readonly person: WirePerson;
  readonly trust: Trust;
}

const record = "people";

/** People asked for in one call. */
const perCall = 200;

export class People {
  private readonly life = new Lifetime();
  private readonly known = new Map<string, Known>();
  private readonly engine: Engine;
  private readonly server: ServerApi;
  private readonly store: LocalStore;
  private readonly me: string;

  constructor(deps: { engine: Engine; server: ServerApi; store: LocalStore; me: string }) {
    this.engine = this.life.guard(deps.engine);
    this.server = this.life.guard(deps.server);
    this.store = this.life.guard(deps.store);
    this.me = deps.me;
  }

  /** Whatever is still on its way comes to nothing. */
  stop(): void {
    this.life.end();
  }

  /** People as this device last saw them, so that names and keys are there before the network answers. */
  async restore(): Promise<void> {
    const sealed = await this.store.record(record);
    if (!sealed) return;
    const parsed = v.safeParse(v.array(wireStatementOwner), JSON.parse(await this.engine.openText(record, sealed)));
    if (parsed.success) await this.take(parsed.output);
    // Another device has seen newer keys than this one remembers: not wrong, only old.
    for (const [userId, { trust }] of this.known) if (trust === "invalid") this.known.delete(userId);
  }

  /**
   * Fetches, verifies and pins the people not known yet; `again` asks even for known ones (their keys have changed). True if
   * anything of anybody is new.
   */
  async ensure(userIds: readonly string[], again = false): Promise<boolean> {
    const wanted = [...new Set(userIds)].filter((userId) => again || !this.known.has(userId));
    let news = false;
    for (let at = 0; at < wanted.length; at += perCall) {
      const served = await this.server.people(wanted.slice(at, at + perCall));
      news = (await this.learn(served)) || news;
    }
    return news;
  }

  /** Asks once more for everybody remembered: names may be new, and a key change should show before the next message. */
  refresh(): Promise<boolean> {
    return this.ensure([...this.known.keys()], true);
  }

  /** Verifies and pins people as served. True if anything of them is new. */
  async learn(people: readonly WirePerson[]): Promise<boolean> {
    if (!(await this.take(people))) return false;
    const everybody = JSON.stringify([...this.known.values()].map(({ person }) => person));
    await this.store.putRecord(record, await this.engine.sealText(record, everybody));
    return true;
  }

  private async take(people: readonly WirePerson[]): Promise<boolean> {
    if (people.length === 0) return false;
    const trust = new Map((await this.engine.learn(people)).map((entry) => [entry.userId, entry.trust]));
    let news = false;
    for (const person of people) {
      const before = this.known.get(person.user_id);
      const next: Known = { person, trust: trust.get(person.user_id) ?? "unverified" };
      news ||= !before || JSON.stringify(before) !== JSON.stringify(next);
      this.known.set(person.user_id, next);
    }
    return news;
  }

  async setVerified(userId: string, verified: boolean): Promise<void> {
    await this.engine.setVerified(userId, verified);
    const known = this.known.get(userId);
    if (known) this.known.set(userId, { ...known, trust: verified ? "verified" : "unverified" });
  }

  async acceptReset(userId: string): Promise<void> {
    await this.engine.acceptReset(userId);
    await this.ensure([userId], true);
  }

  /** Another device has compared keys, or accepted new ones: everybody is held against that. True if it changes anything. */
  judgeAgain(): Promise<boolean> {
    return this.take([...this.known.values()].map(({ person }) => person));
  }

  trust(userId: string): Trust {
    return this.known.get(userId)?.trust ?? "unverified";
  }

  view(userId: string): PersonView {
    const known = this.known.get(userId);
    const trust = known?.trust === "verified" ? "verified" : broken(known?.trust) ? "changed" : "unverified";
    return {
      userId,
      handle: known?.person.handle ?? "",
      name: known?.person.display_name ?? "",
      me: userId === this.me,
      ...(known?.person.automated === true && { automated: true }),
      trust,
    };
  }
}

const broken = (trust: Trust | undefined) => trust === "changed" || trust === "invalid";
