/** Owns the way of own messages from the keyboard into the log: written down first, sealed when their turn comes, sent once. */
import { backoffMs } from "@/lib/base/clock";
import { CodedError, codeOf, type ErrorCode, isErrorCode } from "@/lib/base/errors";
import type { LogRow } from "@/lib/crypto/engine-api";
import type { Body, Said } from "@/lib/protocol/body";
import { decodeEvent } from "@/lib/protocol/wire";
import type { StoredJob } from "@/lib/storage/local-store";
import { isExpected } from "./background";
import type { Conversation } from "./conversation";
import { Erasures } from "./erasures";
import { isShut } from "./life-view";
import { isTransient } from "./loading";
import type { Pending } from "./timeline";

/** Rounds of catching up and sealing again before a message waits for the next occasion. */
const maxRounds = 6;

/** Failures after which the same is tried again later. A full disk may have room again, and a gap may be filled. */
function passes(thrown: unknown): boolean {
  return isTransient(thrown) || ["E_GAP", "E_STORAGE"].includes(codeOf(thrown));
}

export class Sender {
  readonly erasures: Erasures;
  private readonly conversation: Conversation;
  private waiting: readonly Pending[] = [];
  private flushing: Promise<void> | null = null;
  private again = false;
  private attempt = 0;
  private cancelRetry: (() => void) | null = null;
  /** Jobs are sealed to the class they were written for: no server can call a sealed conversation open and have its words. */
  private readonly jobClass: "job" | "open-job";

  constructor(conversation: Conversation) {
    this.conversation = conversation;
    this.jobClass = conversation.summary.class === "open" ? "open-job" : "job";
    this.erasures = new Erasures(conversation);
  }

  /** Messages not in the log yet, in the order they were written. */
  get pending(): readonly Pending[] {
    return this.waiting;
  }

  /** Queues a text and nothing else. */
  send(text: string): Promise<void> {
    return this.say({ t: "text", b: text });
  }

  /** Queues what somebody says. It is on screen at once, and on disk before anything goes out. An id enters a log once. */
  async say(said: Said, msgId = this.conversation.deps.newId()): Promise<void> {
    const createdAt = this.conversation.deps.clock.now();
    const body = { v: 1, ...said, ts: createdAt } as Body;
    const pending = { msgId, body, createdAt, state: "queued", failure: null } as const;
    this.set([...this.waiting, pending]);
    if (await this.write(pending)) await this.flush();
  }

  /** Writes a message down; false, and shown as failed, if that does not work. */
  private async write({ msgId, body, createdAt }: Pending): Promise<boolean> {
    const { deps, id } = this.conversation;
    try {
      const seal = () => deps.engine.sealText(`${this.jobClass}:${msgId}`, JSON.stringify(body));
      await deps.outbox.add({ msgId, conversation: id, createdAt }, seal);
      return true;
    } catch (thrown) {
      this.change(msgId, { state: "failed", failure: codeOf(thrown) });
      return false;
    }
  }

  /** Messages left over from before a reload, or written in another tab. */
  async restore(): Promise<void> {
    const { deps, id } = this.conversation;
    const known = new Set(this.waiting.map((pending) => pending.msgId));
    const restored: Pending[] = [];
    for (const job of await deps.outbox.list(id)) {
      if (known.has(job.msgId)) continue;
      const body = await this.bodyOf(job).catch(unlessSealedOtherwise);
      if (!body) continue;
      const failure = isErrorCode(job.failure) ? job.failure : null;
      const { msgId, createdAt } = job;
      restored.push({ msgId, body, createdAt, state: failure ? "failed" : "queued", failure });
    }
    if (restored.length > 0) this.set([...this.waiting, ...restored]);
  }

  async retry(msgId: string): Promise<void> {
    const pending = this.waiting.find((candidate) => candidate.msgId === msgId);
    if (!pending) return;
    const written = await this.conversation.deps.outbox.retry(msgId);
    this.change(msgId, { state: "queued", failure: null });
    if (written || (await this.write(pending))) await this.flush();
  }

  /** Takes a message back; false if it is on its way, or was and nobody knows how far it came. */
  async cancel(msgId: string): Promise<boolean> {
    const { outbox } = this.conversation.deps;
    const job = (await outbox.list(this.conversation.id)).find((candidate) => candidate.msgId === msgId);
    const pending = this.waiting.find((candidate) => candidate.msgId === msgId);
    if (!pending || pending.state === "sending" || job?.envelope) return false;
    await outbox.remove(msgId);
    this.set(this.waiting.filter((candidate) => candidate.msgId !== msgId));
    return true;
  }

  /** Rows have entered the log: what was waiting for them is done. Returns the jobs to delete with them. */
  arrived(rows: readonly LogRow[]): string[] {
    const { me } = this.conversation.deps;
    const own = rows.filter((row) => row.type === "message" && row.author === me);
    const ids = new Set(own.map((row) => (row.type === "message" ? row.msgId : "")));
    if (this.waiting.some((pending) => ids.has(pending.msgId))) {
      this.set(this.waiting.filter((pending) => !ids.has(pending.msgId)));
    }
    return [...ids];
  }

  /** Sends what waits, in order. Safe to call at any time; failures that pass by themselves are tried again later. */
  flush(): Promise<void> {
    this.again = true;
    this.flushing ??= this.run().finally(() => {
      this.flushing = null;
    });
    return this.flushing;
  }

  private async run(): Promise<void> {
    const { deps, id } = this.conversation;
    this.cancelRetry?.();
    while (this.again) {
      this.again = false;
      try {
        await deps.exclusively(`send ${id}`, () => this.drain());
        this.attempt = 0;
      } catch (thrown) {
        for (const pending of this.waiting) {
          if (pending.state === "sending") this.change(pending.msgId, { state: "queued" });
        }
        if (codeOf(thrown) === "E_VAULT_LOCKED") return;
        if (!passes(thrown)) throw thrown;
        if (codeOf(thrown) === "E_OFFLINE") deps.unreachable();
        const wait =
          thrown instanceof CodedError && thrown.retryAfterMs ? thrown.retryAfterMs : backoffMs(this.attempt++);
        this.cancelRetry = deps.clock.after(wait, () => void this.flush());
      }
    }
  }

  private async drain(): Promise<void> {
    const { deps, id } = this.conversation;
    for (let job = await deps.outbox.next(id); job; job = await deps.outbox.next(id)) {
      if (!this.waiting.some((pending) => pending.msgId === job?.msgId)) await this.restore();
      try {
        await this.conversation.load();
        await this.sendOne(job);
      } catch (thrown) {
        if (passes(thrown) || codeOf(thrown) === "E_VAULT_LOCKED") throw thrown;
        // What does not pass by itself is shown, and holds up nothing behind it.
        await this.fail(job, codeOf(thrown));
        if (codeOf(thrown) === "E_UNEXPECTED") throw thrown;
      }
    }
  }

  private async sendOne(first: StoredJob): Promise<void> {
    const { conversation } = this;
    const { deps } = conversation;
    let job = first;
    let staleAt: number | null = null;
    this.change(job.msgId, { state: "sending" });
    for (let round = 0; round < maxRounds; round++) {
      const refusal = this.refusal();
      if (refusal) return this.fail(job, refusal);
      if (!job.envelope) {
        await conversation.review();
        const reason = conversation.log?.mustCommit ?? (this.rotationDue(staleAt) ? 5 : null);
        if (reason !== null) {
          await conversation.commit(reason);
          staleAt = null;
          continue;
        }
        job = await deps.outbox.sealed(job, await deps.engine.seal(conversation.id, job.msgId, await this.bodyOf(job)));
      }
      const outcome = await this.post(job);
      if (outcome === "sent") return;
      if (outcome === "stale" || outcome === "taken") {
        staleAt = outcome === "stale" ? (conversation.log?.epoch ?? null) : null;
        job = await deps.outbox.sealed(job, null);
        await conversation.catchUp();
        if (!this.waiting.some((pending) => pending.msgId === job.msgId)) return deps.outbox.remove(job.msgId);
      } else {
        return this.fail(job, outcome);
      }
    }
    throw new CodedError("E_SERVER", "epoch keeps changing");
  }

  /** Why nothing may be sent here at all; null: it may. */
  refusal(): ErrorCode | null {
    const { log, summary, others, deps } = this.conversation;
    if (log?.state === "halted") return "E_HALTED";
    if (log?.state === "ended" || this.conversation.membership.leaving) return "E_NOT_MEMBER";
    if (others.some((userId) => deps.people.view(userId).trust === "changed")) return "E_KEYCHANGE";
    if (isShut(this.conversation)) return "E_CLOSED";
    return summary.locked ? "E_LOCKED" : null;
  }

  /** The server asked for a new epoch, or refused this one although it is the newest. */
  rotationDue(staleAt: number | null): boolean {
    const { log, summary } = this.conversation;
    return summary.rotation_required || (staleAt !== null && staleAt === log?.epoch);
  }

  private async post(job: StoredJob): Promise<"sent" | "stale" | "taken" | ErrorCode> {
    if (!job.envelope) throw new CodedError("E_UNEXPECTED", "nothing sealed");
    let sent: { seq: number; received_at: number };
    try {
      sent = await this.conversation.deps.server.send(job.envelope);
    } catch (thrown) {
      if (isTransient(thrown) || codeOf(thrown) === "E_VAULT_LOCKED") throw thrown;
      const code = codeOf(thrown);
      if (code === "E_STALE_EPOCH") return "stale";
      // This place in the chain, or this id, was taken by a copy whose answer got lost.
      return code === "E_CHAIN" || code === "E_MSG_ID" ? "taken" : code;
    }
    await this.accepted(job.msgId, job.envelope, sent);
    return "sent";
  }

  /** The server has the message: whatever goes wrong from here on, it is not sent again and not called failed. */
  private async accepted(
    msgId: string,
    { hdr: body, sig, ct, hash }: NonNullable<StoredJob["envelope"]>,
    { seq, received_at }: { seq: number; received_at: number },
  ): Promise<void> {
    const { conversation } = this;
    const head = { conversation: conversation.id, seq, received_at, epoch: 0, kind: 2, hash } as const;
    const rest = { boxes: null, disclosures: null, metadata: null, tombstone: null };
    try {
      await conversation.receive([decodeEvent({ ...head, body, sig, ct, ...rest })]);
    } catch (thrown) {
      if (!isExpected(thrown) || codeOf(thrown) === "E_VAULT_LOCKED") throw thrown;
    }
    // Normally the row has just taken the job along; one that could not be opened, or written down, has not.
    await conversation.deps.outbox.remove(msgId);
    // A log that stands still in front of it will show it later: until then it stays where it is.
    if ((conversation.log?.n ?? 0) >= seq) this.set(this.waiting.filter((pending) => pending.msgId !== msgId));
  }

  private async fail(job: StoredJob, code: ErrorCode): Promise<void> {
    const { deps, id } = this.conversation;
    await deps.outbox.failed(job, code);
    await deps.engine.unseal(id, job.msgId);
    this.change(job.msgId, { state: "failed", failure: code });
  }

  private async bodyOf(job: StoredJob): Promise<Body> {
    return JSON.parse(
      await this.conversation.deps.engine.openText(`${this.jobClass}:${job.msgId}`, job.sealedBody),
    ) as Body;
  }

  private change(msgId: string, change: Partial<Pending>): void {
    this.set(this.waiting.map((pending) => (pending.msgId === msgId ? { ...pending, ...change } : pending)));
  }

  private set(waiting: readonly Pending[]): void {
    this.waiting = waiting;
    this.conversation.changed.emit();
  }
}

/** For a catch: null where a job was not written for this; any other failure goes on. */
function unlessSealedOtherwise(thrown: unknown): null {
  if (codeOf(thrown) !== "E_COMMIT") throw thrown;
  return null;
}
