/** Owns one conversation on this client: its log as far as it is known, what arrives, and what the screen shows of it. */
import { CodedError, codeOf, type ErrorCode } from "@/lib/base/errors";
import { Emitter } from "@/lib/base/emitter";
import { Serial } from "@/lib/base/serial";
import type { LogRow, LogView, Progress, SealedCommit } from "@/lib/crypto/engine-api";
import { type DecodedEvent, decodeEvent, type WireSummary } from "@/lib/protocol/wire";
import { inBackground } from "./background";
import type { ChatDeps } from "./deps";
import { Drafts } from "./drafts";
import { fetchStart, makeGenesis, openCached, proveHistory, supply, withKnownContext } from "./loading";
import { pageSize } from "./history";
import { Intake } from "./intake";
import { Keeper } from "./keeper";
import { Membership } from "./membership";
import { Past } from "./past";
import { Pointers, pointersOf } from "./pointers";
import { Receipts } from "./receipts";
import { Room } from "./room";
import { placed, remaining } from "./row-window";
import { Sender } from "./sender";

export type Phase = { kind: "opening" } | { kind: "ready" } | { kind: "failed"; code: ErrorCode };

/** Rounds of fetching what a cold start needs before giving up on it for now. */
const maxRounds = 12;

/**
 * An agent: state behind commands, `subscribe`, and fields a view is computed from. Whatever arrives (socket, polling,
 * catching up, own sends) goes through `receive`, is put in order by the intake, and enters the log exactly once.
 */
export class Conversation {
  readonly id: string;
  readonly deps: ChatDeps;
  readonly changed = new Emitter();
  readonly receipts = new Receipts();
  readonly sender: Sender;
  readonly pointers: Pointers;
  readonly room: Room;
  readonly past: Past;
  readonly drafts: Drafts;
  readonly membership: Membership;
  readonly intake: Intake;
  summary: WireSummary;
  log: LogView | null = null;
  /** Opened rows, ascending, without holes. */
  rows: readonly LogRow[] = [];
  phase: Phase = { kind: "opening" };
  /** First unread message when the conversation came on screen. */
  firstUnreadSeq: number | null = null;
  alarms: Progress["alarms"] = [];
  private readonly serial = new Serial();
  private loading: Promise<void> | null = null;
  private catching: Promise<void> | null = null;
  private readonly keeper: Keeper;

  constructor(deps: ChatDeps, summary: WireSummary) {
    this.id = summary.id;
    this.deps = deps;
    this.summary = summary;
    this.sender = new Sender(this);
    this.pointers = new Pointers(this);
    this.room = new Room(this);
    this.past = new Past(this);
    this.drafts = new Drafts(this);
    this.membership = new Membership(this);
    this.intake = new Intake(this);
    this.keeper = new Keeper(deps, this.id, (work) => this.serial.run(work));
  }

  /** Members other than me: from the verified roster once there is one, until then as the server lists them. */
  get others(): string[] {
    const ids = this.log?.roster.map((entry) => entry.userId) ?? this.summary.members.map((member) => member.user_id);
    return ids.filter((userId) => userId !== this.deps.me);
  }

  /** The server's summary has been read again. */
  updateSummary(summary: WireSummary): void {
    // A class never changes: a server that says so is not heard.
    if (summary.class !== this.summary.class) return this.warn([{ code: "E_IMMUTABLE", userId: null }]);
    const due = summary.rotation_required && !this.summary.rotation_required;
    this.summary = this.loading ? withKnownContext(this.summary, summary) : summary;
    // Somebody here may have new keys: that shows before the next message is written, not after.
    if (due) inBackground(this.deps.people.ensure(this.others, true).then(() => this.changed.emit()));
    if (this.membership.isBack) inBackground(this.beginAnew());
    inBackground(this.pointers.take(pointersOf(summary)));
    this.changed.emit();
  }

  /** Served no more: I am out of it, and whoever looks at it is told so. */
  ended(): void {
    if (this.log) this.log = { ...this.log, state: "ended" };
    this.room.follow();
    this.changed.emit();
  }

  /** Loads the log from this device or, failing that, from the server. Later calls wait for the first; a failure may be retried. */
  load(): Promise<void> {
    if (this.phase.kind === "failed") this.phase = { kind: "opening" };
    this.loading ??= this.serial
      .run(() => this.loadNow())
      .catch((thrown: unknown) => {
        this.loading = null;
        this.phase = { kind: "failed", code: codeOf(thrown) };
        this.changed.emit();
        throw thrown;
      });
    return this.loading;
  }

  /** Takes events from wherever they come, in any order. */
  receive(events: readonly DecodedEvent[]): Promise<void> {
    this.intake.put(events);
    return this.log ? this.serial.run(() => this.intake.pump()) : Promise.resolve();
  }

  /** An event came by socket, where nothing is certain: one that a member has signed is taken, for anything else the server is asked. */
  async hint(event: DecodedEvent): Promise<void> {
    if (!this.log) await this.load();
    if (await this.deps.engine.genuine(this.id, event)) await this.receive([event]);
    else if (event.seq > (this.log?.n ?? 0)) await this.catchUp();
  }

  /** Fetches and applies everything after the own position. */
  catchUp(): Promise<void> {
    // However often it is asked for while one waits for its turn: one is enough.
    this.catching ??= this.serial.run(() => {
      this.catching = null;
      return this.intake.fetch();
    });
    return this.catching;
  }

  readonly loadOlder = (): Promise<void> => this.past.load();

  /** Looks at the log again: what has to come before the next message depends on time and on keys learnt since. */
  async review(): Promise<void> {
    const { mustCommit } = (await this.deps.engine.apply(this.id, [])).view;
    if (this.log) this.log = { ...this.log, mustCommit };
  }

  /** Makes a commit and takes it in; somebody else's commit in the meantime is taken in instead. */
  async commit(reason: number): Promise<void> {
    await this.submit(await this.deps.engine.commit(this.id, reason));
  }

  /** Sends a commit and takes it in. False: somebody was faster, and that has been taken in. */
  async submit(sealed: SealedCommit): Promise<boolean> {
    try {
      const { seq, received_at } = await this.deps.server.commit(sealed);
      const rest = { conversation: this.id, seq, received_at, epoch: 0, ct: null, disclosures: null };
      await this.receive([decodeEvent({ ...sealed, ...rest, kind: 1, tombstone: null })]);
      return true;
    } catch (thrown) {
      if (codeOf(thrown) !== "E_STALE_EPOCH") throw thrown;
      await this.catchUp();
      return false;
    }
  }

  /** An older page has been opened in front of the rows. */
  prepend(rows: readonly LogRow[]): void {
    this.rows = [...rows, ...this.rows];
    this.noteViews(rows);
  }

  /** Runs work that needs the log to itself. */
  inTurn<T>(work: () => Promise<T>): Promise<T> {
    return this.serial.run(work);
  }

  /** The log now reaches further back than before. */
  async deepened(progress: Progress): Promise<void> {
    this.log = progress.view;
    await this.keeper.keep(progress.sealedRows, []);
  }

  private async loadNow(): Promise<void> {
    const cached = await openCached(this.deps, this.summary, pageSize);
    if (cached) {
      this.rows = cached.rows;
      this.log = cached.log;
      this.noteViews(this.rows);
      await this.deps.people.ensure(this.others).catch(() => undefined);
    } else {
      await this.startNow();
    }
    await this.pointers.take(pointersOf(this.summary));
    this.phase = { kind: "ready" };
    this.changed.emit();
    if (this.summary.last_seq > (this.log?.n ?? 0) || this.intake.waiting) {
      // What the cache shows stays on screen whether or not the network answers.
      await (this.intake.waiting ? this.intake.pump() : this.intake.fetch()).catch((thrown: unknown) => {
        if (codeOf(thrown) === "E_UNEXPECTED") throw thrown;
      });
    }
    if ((this.log?.base ?? 0) > 0) inBackground(this.prove());
  }

  /** In the background: whether the history before what is open here is the one that led to it. */
  private async prove(): Promise<void> {
    const alarms = await proveHistory(this.deps, this.id).catch((thrown: unknown) => {
      if (codeOf(thrown) === "E_UNEXPECTED") throw thrown;
      return [];
    });
    this.warn(alarms);
    if (alarms.length > 0) this.changed.emit();
  }

  /** Takes alarms in, each once. */
  warn(alarms: Progress["alarms"]): void {
    const names = new Set(this.alarms.map(({ code, userId }) => `${code} ${userId}`));
    this.alarms = [...this.alarms, ...alarms.filter(({ code, userId }) => !names.has(`${code} ${userId}`))];
  }

  /** Let in again after having been let go: what lies between is not ours, so the log begins with the newest joining. */
  private beginAnew(): Promise<void> {
    return this.serial.run(async () => {
      if (this.membership.isBack) await this.startNow();
    });
  }

  /** Nothing usable on this device: the whole commit chain and the newest page from the server. */
  private async startNow(): Promise<void> {
    if (this.summary.epoch === 0) await makeGenesis(this.deps, this.summary);
    await this.deps.store.dropConversation(this.id).catch(() => undefined);
    const before = this.summary;
    const fetched = await fetchStart(this.deps, this.id, pageSize);
    // Read again in the meantime, it is the newer one, unless it knows less. What it is about is what the log is held against.
    const stale = this.summary === before || this.summary.last_seq < fetched.summary.last_seq;
    this.summary = stale ? fetched.summary : withKnownContext(fetched.summary, this.summary);
    this.rows = [];
    this.past.isShut = false;
    for (let round = 0; round < maxRounds; round++) {
      const progress = await this.deps.engine.start(fetched.input);
      if (!progress.need) return this.adopt(progress);
      await supply(this.deps, this.id, progress.need);
    }
    throw new CodedError("E_GAP", "start");
  }

  /** What the log has taken in: rows, state, and what follows from them. */
  async adopt(progress: Progress): Promise<void> {
    this.show(progress.rows);
    const epochChanged = this.log !== null && this.log.epoch !== progress.view.epoch;
    if (progress.view.n > (this.log?.n ?? 0)) this.intake.moved();
    this.log = progress.view;
    this.warn(progress.alarms);
    if (progress.view.n > this.summary.last_seq) {
      const at = progress.rows.at(-1)?.at ?? this.summary.last_activity_at;
      this.summary = { ...this.summary, last_seq: progress.view.n, last_activity_at: at };
    }
    if (epochChanged) this.summary = { ...this.summary, rotation_required: false };
    this.noteViews(progress.rows);
    const sentJobs = this.sender.arrived(progress.rows);
    await this.keeper.keep(progress.sealedRows, sentJobs);
    await this.deps.people.ensure(this.others).catch(() => undefined);
    this.room.follow();
    this.membership.follow();
    this.pointers.retake();
    this.pointers.schedule();
    this.letGo();
    this.changed.emit();
  }

  /** Off screen, what lies far back goes out of memory; whoever goes back to it has it from the disk again. */
  letGo(): void {
    if (!this.room.isViewed && this.keeper.isComplete) this.rows = remaining(this.rows);
  }

  /** Puts rows that follow the log in their place. Some may be on screen from before a reload: they have to be the same. */
  private show(rows: readonly LogRow[]): void {
    if (rows.length === 0) return;
    const { rows: now, differs } = placed(this.rows, rows);
    if (differs) this.warn([{ code: "E_FORK", userId: null }]);
    this.rows = now;
  }

  /** Takes in what older or newer rows say about how far their authors had got. */
  noteViews(rows: readonly LogRow[]): void {
    for (const row of rows) {
      if ((row.type === "message" || row.type === "commit") && row.author) {
        this.receipts.advance(row.author, "view", row.seen);
        this.room.spoke(row.author);
      }
    }
  }
}
