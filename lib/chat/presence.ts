/** Owns who is here and what people say about themselves: asking for those on screen, telling of oneself, and forgetting in time. */
import type { Clock } from "@/lib/base/clock";
import { Emitter } from "@/lib/base/emitter";
import { inBackground } from "./background";
import { Lifetime } from "./lifetime";
import type { ServerApi } from "./server-api";
import type { PresenceCommands, PresenceView } from "./view";

/** An answer says "online" no longer than this after it came. Milliseconds. */
export const onlineMs = 300_000;
/** While the page is in view this often is told that I am here, and asked who else is. Milliseconds. */
const everyMs = 150_000;
/** Who was asked for a moment ago is not asked for again. Milliseconds. */
const freshMs = 45_000;
/** A page that has just been loaded has messages to show first. Milliseconds. */
const firstMs = 1_000;
/** People in one question. */
const perCall = 200;

const nothingKnown: PresenceView = { seen: null, status: null, until: null };

interface Known {
  readonly view: PresenceView;
  readonly at: number;
}

export class Presence implements PresenceCommands {
  readonly changed = new Emitter();
  private readonly life = new Lifetime();
  private readonly server: ServerApi;
  private readonly clock: Clock;
  private readonly me: string;
  private readonly known = new Map<string, Known>();
  private readonly wanted = new Map<string, number>();
  private isHidden = false;
  private inView = false;
  private isHeard = true;
  /** The first round is about to ask for everybody on screen. */
  private beginning = false;
  private cancelRound: (() => void) | null = null;
  private cancelAsk: (() => void) | null = null;
  private cancelEnd: (() => void) | null = null;
  private toldAt = Number.NEGATIVE_INFINITY;

  constructor(deps: { server: ServerApi; clock: Clock; me: string }) {
    this.server = this.life.guard(deps.server);
    this.clock = deps.clock;
    this.me = deps.me;
  }

  /** I hide when I am here, and see nobody else's. */
  get hidden(): boolean {
    return this.isHidden;
  }

  /** What I show of myself. */
  get own(): PresenceView {
    return this.of(this.me);
  }

  /** Equal views are the same object, so that screens can compare them. */
  of(userId: string): PresenceView {
    return this.known.get(userId)?.view ?? nothingKnown;
  }

  /** Somebody is on screen until the returned function is called. */
  watch(userId: string): () => void {
    this.wanted.set(userId, (this.wanted.get(userId) ?? 0) + 1);
    this.askSoon();
    return () => {
      const left = (this.wanted.get(userId) ?? 1) - 1;
      if (left > 0) this.wanted.set(userId, left);
      else this.wanted.delete(userId);
    };
  }

  /** The page came into view, or went out of it. */
  visible(inView: boolean): void {
    if (inView === this.inView) return;
    this.inView = inView;
    this.cancelRound?.();
    this.beginning = inView && this.known.size === 0;
    if (this.beginning) this.cancelRound = this.clock.after(firstMs, () => this.round());
    else if (inView) this.round();
  }

  /** Whether the server is heard: without it nobody is known to be here, and with it again all on screen are asked for. */
  heard(yes: boolean): void {
    if (yes === this.isHeard) return;
    this.isHeard = yes;
    if (!yes) this.leave(() => true);
    else if (this.inView && !this.beginning) inBackground(this.ask([this.me, ...this.wanted.keys()]));
  }

  /** Another device may have changed what I show of myself. */
  async refresh(): Promise<void> {
    await this.ask([this.me]);
  }

  /** What may be seen of others has changed as a whole. */
  async again(): Promise<void> {
    this.known.clear();
    this.changed.emit();
    await this.ask([this.me, ...this.wanted.keys()]);
  }

  async hide(hidden: boolean): Promise<void> {
    await this.server.presenceHide(hidden);
    this.toldAt = Number.NEGATIVE_INFINITY;
    await this.again();
    if (this.inView) this.tell();
  }

  async setStatus(status: string | null, until: number | null): Promise<void> {
    await this.server.statusPut(status, until);
    await this.ask([this.me]);
  }

  stop(): void {
    this.life.end();
    this.cancelRound?.();
    this.cancelAsk?.();
    this.cancelEnd?.();
  }

  private round(): void {
    this.beginning = false;
    this.tell();
    inBackground(this.ask([this.me, ...this.wanted.keys()]));
    this.cancelRound = this.clock.after(everyMs, () => this.round());
  }

  private tell(): void {
    const now = this.clock.now();
    if (this.isHidden || now - this.toldAt < freshMs) return;
    this.toldAt = now;
    inBackground(this.server.present());
  }

  private askSoon(): void {
    if (this.beginning) return;
    this.cancelAsk ??= this.clock.after(200, () => {
      this.cancelAsk = null;
      const now = this.clock.now();
      const stale = [...this.wanted.keys()].filter((userId) => now - (this.known.get(userId)?.at ?? 0) > freshMs);
      inBackground(this.ask(stale));
    });
  }

  private async ask(userIds: readonly string[]): Promise<void> {
    const ids = [...new Set(userIds)];
    let changed = false;
    for (let at = 0; at < ids.length; at += perCall) {
      const asked = ids.slice(at, at + perCall);
      const answers = new Map((await this.server.presenceOf(asked)).map((one) => [one.userId, one]));
      for (const userId of asked) {
        const { seen = null, status = null, until = null, hidden = null } = answers.get(userId) ?? {};
        if (userId === this.me && hidden !== null) {
          changed ||= this.isHidden !== hidden;
          this.isHidden = hidden;
        }
        changed = this.learn(userId, { seen, status, until }) || changed;
      }
    }
    this.awaitEnds();
    if (changed) this.changed.emit();
  }

  private learn(userId: string, next: PresenceView): boolean {
    const before = this.of(userId);
    const same = before.seen === next.seen && before.status === next.status && before.until === next.until;
    this.known.set(userId, { view: same ? before : next, at: this.clock.now() });
    return !same;
  }

  /** Nobody stays online because no answer came any more. */
  private awaitEnds(): void {
    this.cancelEnd?.();
    const online = [...this.known].filter(([, { view }]) => view.seen === "online");
    if (online.length === 0) return;
    const first = Math.min(...online.map(([, { at }]) => at));
    this.cancelEnd = this.clock.after(Math.max(0, first + onlineMs - this.clock.now()), () =>
      this.leave(({ at }) => at <= first),
    );
  }

  /** Those online, of whom that is too long ago to be said of them. */
  private leave(late: (known: Known) => boolean): void {
    for (const [userId, known] of this.known)
      if (known.view.seen === "online" && late(known))
        this.known.set(userId, { ...known, view: { ...known.view, seen: "recently" } });
    this.awaitEnds();
    this.changed.emit();
  }
}
