/** Owns all conversations of the person signed in on this client: the list, what arrives for it, and new conversations. */
import { CodedError } from "@/lib/base/errors";
import { Emitter } from "@/lib/base/emitter";
import { whenCalled } from "@/lib/base/when-called";
import { decodeEvent, type WireEvent, type WireSummary } from "@/lib/protocol/wire";
import { Afterwards } from "./afterwards";
import { inBackground } from "./background";
import type { Conversation } from "./conversation";
import type { ChatDeps } from "./deps";
import { Expiries } from "./expiries";
import { takeEvent, takePointer } from "./inbox";
import { Invitations } from "./invitations";
import { LargeRooms } from "./large-rooms";
import { Leftovers } from "./leftovers";
import { Lifetime } from "./lifetime";
import { ListRows } from "./list-rows";
import { isTransient, loadNewest } from "./loading";
import { newConversation } from "./open-room";
import { OwnAccount } from "./own-account";
import { Remembered } from "./remembered";
import { Search } from "./search";
import { ServerTime } from "./server-time";
import { StoreSync } from "./store-sync";
import { Summaries } from "./summaries";
import { Synchroniser } from "./synchroniser";
import type { ConversationListView } from "./view";

/** Conversations in a full answer of sync. */
const fullSync = 500;

/** Conversations opened ahead, newest first, so that the list has last lines and deliveries are confirmed. */
const aheadCount = 40;

export class Messenger {
  readonly changed = new Emitter();
  readonly deps: ChatDeps;
  // Most visits begin nothing, compare nothing, and stay in the rooms that they know.
  readonly starting = whenCalled(async () => new (await import("./starting")).Starting(this));
  readonly trusting = whenCalled(async () => new (await import("./trusting")).Trusting(this));
  readonly rooms = whenCalled(async () => new (await import("./rooms")).Rooms(this));
  readonly account: OwnAccount;
  readonly search: Search;
  readonly invitations: Invitations;
  private readonly conversations = new Map<string, Conversation>();
  private readonly rows: ListRows;
  private readonly large = new LargeRooms();
  private readonly synchroniser: Synchroniser;
  private readonly remembered: Remembered;
  private readonly leftovers: Leftovers;
  readonly storeSync: StoreSync;
  private phase: "loading" | "ready" = "loading";
  /** The newest messages have been fetched: what comes from now on comes while somebody is here. */
  caughtUp = false;
  private closeInbox: (() => void) | null = null;
  private ahead: Promise<void> | null = null;
  private readonly afterwards = new Afterwards(this);
  private readonly summaries: Summaries;
  readonly time: ServerTime;
  private readonly expiries: Expiries;
  private stopped = false;
  /** What this device remembers is being put into the list: that much is shown already. */
  readonly begun = new Emitter();
  private readonly life = new Lifetime();

  constructor(parts: Omit<ChatDeps, "unreachable">) {
    const deps = {
      ...parts,
      engine: this.life.guard(parts.engine),
      server: this.life.guard(parts.server),
      store: this.life.guard(parts.store),
      outbox: this.life.guard(parts.outbox),
      unreachable: () => this.synchroniser.lost(),
    };
    this.deps = deps;
    this.rows = new ListRows(
      this.conversations,
      deps.preferences,
      (one) => this.account.scheduled.markOf(one),
      (id) => this.remembered.titleOf(id),
    );
    this.leftovers = new Leftovers(this.deps);
    this.summaries = new Summaries(deps, (id) => this.conversations.get(id));
    this.storeSync = new StoreSync(deps);
    this.account = new OwnAccount(deps, this.storeSync, this.conversations);
    this.remembered = new Remembered(deps, this.account, {
      conversations: this.conversations,
      rows: () => this.list().conversations,
      add: (summary) => void this.add(summary),
      begun: () => {
        this.tell();
        this.begun.emit();
      },
    });
    this.account.changed.subscribe(() => {
      this.rows.forgetAll();
      for (const { room } of this.conversations.values()) room.follow();
      this.tell();
    });
    this.synchroniser = new Synchroniser(deps.clock, () => this.catchUp());
    this.synchroniser.changed.subscribe(() => {
      const offline = this.synchroniser.connection === "offline";
      if (offline) this.loadAhead();
      deps.presence.heard(!offline);
      this.tell();
    });
    this.time = new ServerTime(deps.clock);
    this.search = new Search(deps, () => this.all(), this.time);
    this.expiries = new Expiries(deps, this.search, this.time);
    this.invitations = new Invitations(this);
  }

  /** Shows what this device remembers, then connects. Connecting goes on by itself; only the device's store can make this fail. */
  async start(): Promise<void> {
    await this.remembered.fill(() => !this.stopped);
    // The page may have been left while the disk was read: a second inbox on one topic would silence both.
    if (this.stopped) return;
    if (this.conversations.size > 0) {
      this.ready();
      this.loadAhead();
      // What is remembered is as old as the last visit.
      this.summaries.miss();
    }
    const known = (id: string) => this.conversations.get(id);
    this.closeInbox = this.deps.link.openInbox(this.deps.me, {
      event: (payload) => takeEvent(payload, known, () => void this.synchroniser.run()),
      pointer: (payload) => takePointer(payload, known),
      changed: (payload) => {
        this.summaries.hint(payload);
        this.invitations.mayHaveChanged();
        void this.synchroniser.run();
      },
      account: (payload) => this.account.hint(payload),
      status: (up) => {
        if (!up) {
          this.summaries.miss();
          this.invitations.mayHaveChanged();
        }
        this.synchroniser.socket(up);
      },
    });
    void this.synchroniser.run();
  }

  /** The browser says that the network is gone: sockets notice only much later. */
  away(): void {
    this.synchroniser.lost();
  }

  /** The page is visible again or the network is back. */
  wake(): void {
    this.deps.link.retry();
    this.expiries.lookAgain();
    this.synchroniser.wake();
  }

  stop(): void {
    this.stopped = true;
    this.life.end();
    this.closeInbox?.();
    const parts = [
      this.deps.people,
      this.afterwards,
      this.account,
      this.synchroniser,
      this.storeSync,
      this.search,
      this.expiries,
      this.large,
    ];
    for (const part of parts) part.stop();
  }

  /** Newest activity first. The same object until something changes. */
  list(): ConversationListView {
    return this.rows.view(this.phase, this.synchroniser.connection);
  }

  /** All conversations known here, in no order. */
  all(): readonly Conversation[] {
    return [...this.conversations.values()];
  }

  /** Looks for news now. */
  look(): Promise<void> {
    return this.synchroniser.run();
  }

  /** Reads the summary of a conversation again: something of it has changed that is no event. */
  lookAt(conversation: string): Promise<void> {
    this.summaries.hint({ conversation });
    return this.look();
  }

  /** The agent of a conversation; asks the server if it is not in the list yet. @throws E_NOT_FOUND */
  async open(id: string): Promise<Conversation> {
    if (!(await this.remembered.find(id))) await this.synchroniser.run();
    const conversation = this.conversations.get(id);
    if (!conversation) throw new CodedError(this.synchroniser.connection === "offline" ? "E_OFFLINE" : "E_NOT_FOUND");
    return conversation;
  }

  /** A conversation whose rows are open here already; null: it has to be opened first. */
  opened(id: string): Conversation | null {
    const conversation = this.conversations.get(id);
    return conversation?.log && conversation.phase.kind === "ready" ? conversation : null;
  }

  private tell(): void {
    if (!this.stopped) this.large.follow(this.all());
    this.rows.changed();
    this.remembered.follow();
    this.changed.emit();
  }

  private add(summary: WireSummary): Conversation {
    const known = this.conversations.get(summary.id);
    if (known) {
      known.updateSummary(summary);
      return known;
    }
    const conversation = newConversation(this.deps, summary);
    this.conversations.set(summary.id, conversation);
    this.expiries.watch(conversation);
    conversation.changed.subscribe(() => {
      // What is gone is not written down again by what ends it.
      if (this.conversations.get(conversation.id) !== conversation) return;
      this.rows.forget(conversation.id);
      this.remembered.schedule(conversation);
      this.search.schedule();
      this.storeSync.schedule();
      this.account.scheduled.follow(conversation);
      this.tell();
    });
    inBackground(this.leftovers.restore(conversation));
    return conversation;
  }

  private async catchUp(): Promise<void> {
    if (await this.summaries.read()) this.afterwards.missed = true;
    while (await this.catchUpOnce());
    this.expiries.lookAgain();
    inBackground(this.leftovers.flush(this.conversations));
    for (const conversation of this.conversations.values()) conversation.pointers.schedule();
    this.caughtUp = true;
    this.ready();
    this.loadAhead();
    this.afterwards.ask();
  }

  /** True if the answer was full: there is more. */
  private async catchUpOnce(): Promise<boolean> {
    const cursors: Record<string, number> = {};
    for (const { id, log, summary } of this.conversations.values()) cursors[id] = log?.n ?? summary.last_seq;
    const { conversations, gone, now } = await this.deps.server.sync(cursors);
    this.time.learn(now);
    await this.deps.people.ensure(conversations.flatMap((one) => one.members.map((member) => member.user_id)));
    for (const { events, more, ...summary } of conversations) {
      const conversation = this.add(summary);
      this.remembered.schedule(conversation);
      await this.bringUp(conversation, events, more);
    }
    for (const id of gone) {
      const left = this.conversations.get(id);
      if (left) this.expiries.leave(left);
      this.conversations.delete(id);
      left?.ended();
      await this.remembered.drop(id);
      this.rows.forget(id);
      inBackground(this.search.drop(id));
    }
    return conversations.length >= fullSync;
  }

  /** One conversation's trouble is its own: the others go on. A lost network is everybody's. */
  private async bringUp(conversation: Conversation, events: readonly WireEvent[], more: boolean): Promise<void> {
    try {
      await conversation.receive(events.map((event) => decodeEvent(event)));
      if (more && conversation.log) await conversation.catchUp();
    } catch (thrown) {
      if (isTransient(thrown)) throw thrown;
      inBackground(Promise.reject(thrown));
    }
  }

  private ready(): void {
    this.phase = "ready";
    this.tell();
  }

  /** Without a network, too: then those open that this device keeps. */
  private loadAhead(): void {
    this.ahead ??= loadNewest([...this.conversations.values()], aheadCount).finally(() => (this.ahead = null));
  }
}
