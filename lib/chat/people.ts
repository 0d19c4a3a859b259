/** Owns what this client knows of people: names as served, keys as pinned. Asks the server once per person. */
import type { Engine, Trust } from "@/lib/crypto/engine-api";
import type { WirePerson } from "@/lib/protocol/wire";
import type { LocalStore } from "@/lib/storage/local-store";
import type { ServerApi } from "./server-api";
import type { PersonView } from "./view";

interface Known {
  readonly handle: string;
  readonly name: string;
  readonly trust: Trust;
}

const record = "people";

export class People {
  private readonly known = new Map<string, Known>();
  private readonly engine: Engine;
  private readonly server: ServerApi;
  private readonly store: LocalStore;
  private readonly me: string;

  constructor(deps: { engine: Engine; server: ServerApi; store: LocalStore; me: string }) {
    this.engine = deps.engine;
    this.server = deps.server;
    this.store = deps.store;
    this.me = deps.me;
  }

  /** Names from this device's cache, so that the list has them before the network answers. */
  async restore(): Promise<void> {
    const sealed = await this.store.record(record);
    if (!sealed) return;
    const entries = JSON.parse(await this.engine.openText(record, sealed)) as [
      string,
      { handle: string; name: string },
    ][];
    const trust = await this.engine.trust(entries.map(([userId]) => userId));
    for (const [userId, { handle, name }] of entries) {
      this.known.set(userId, { handle, name, trust: trust[userId] ?? "unverified" });
    }
  }

  /** Fetches, verifies and pins the people not known yet; `again` asks even for known ones (their keys have changed). */
  async ensure(userIds: readonly string[], again = false): Promise<void> {
    const wanted = [...new Set(userIds)].filter((userId) => again || !this.known.has(userId));
    if (wanted.length > 0) await this.learn(await this.server.people(wanted));
  }

  /** Verifies and pins people as served. */
  async learn(people: readonly WirePerson[]): Promise<void> {
    if (people.length === 0) return;
    const trust = new Map((await this.engine.learn(people)).map((entry) => [entry.userId, entry.trust]));
    for (const person of people) {
      const { user_id: userId, handle, display_name: name } = person;
      this.known.set(userId, { handle, name, trust: trust.get(userId) ?? "unverified" });
    }
    const entries = [...this.known].map(([userId, { handle, name }]) => [userId, { handle, name }]);
    await this.store.putRecord(record, await this.engine.sealText(record, JSON.stringify(entries)));
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

  trust(userId: string): Trust {
    return this.known.get(userId)?.trust ?? "unverified";
  }

  view(userId: string): PersonView {
    const known = this.known.get(userId);
    const trust = known?.trust === "verified" ? "verified" : broken(known?.trust) ? "changed" : "unverified";
    return {
      userId,
      handle: known?.handle ?? "",
      name: known?.name ?? "",
      me: userId === this.me,
      trust,
    };
  }
}

const broken = (trust: Trust | undefined) => trust === "changed" || trust === "invalid";
