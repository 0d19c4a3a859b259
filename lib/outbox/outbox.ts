/** Owns the durable queue of messages waiting to be sent, in order per conversation, and the rule that states only move forward. */
import type { Bytes } from "@/lib/base/bytes";
import type { ErrorCode } from "@/lib/base/errors";
import type { LocalStore, StoredJob } from "@/lib/storage/local-store";

/** Where a message of ours stands; later is further. `failed` can be retried, which queues it again. */
export const sendStates = ["queued", "sending", "sent", "delivered", "read"] as const;
export type SendProgress = (typeof sendStates)[number];

/** The further of two states. */
export function furthest(a: SendProgress, b: SendProgress): SendProgress {
  return sendStates.indexOf(a) >= sendStates.indexOf(b) ? a : b;
}

/** Queue on this device's disk (or in memory on shared computers). All calls reject with E_STORAGE when the disk fails. */
export class Outbox {
  private readonly store: LocalStore;
  private readonly unwritten = new Set<string>();
  private writing: Promise<unknown> = Promise.resolve();
  private order = 0;

  constructor(store: LocalStore) {
    this.store = store;
  }

  /** Messages that end with this page: not written down yet, not written down at all, or in a store that forgets. */
  get atRisk(): number {
    return this.unwritten.size + this.store.forgettable;
  }

  /** Settles when nothing that was added before is still being written. */
  async settled(): Promise<void> {
    await this.writing;
  }

  /** Writes the message down as `seal` gives it; from then on it survives a reload. Its place in the order is that of the call. */
  add(job: { msgId: string; conversation: string; createdAt: number }, seal: () => Promise<Bytes>): Promise<void> {
    const order = this.order++;
    this.unwritten.add(job.msgId);
    const write = async () => {
      const sealedBody = await seal();
      // Taken back in the meantime.
      if (!this.unwritten.has(job.msgId)) return;
      await this.store.addJob({ ...job, order, sealedBody, envelope: null, failure: null });
      this.unwritten.delete(job.msgId);
    };
    const written = write();
    this.writing = Promise.allSettled([this.writing, written]);
    return written;
  }

  /** The next message of a conversation that has not failed; null: none. */
  async next(conversation: string): Promise<StoredJob | null> {
    return (await this.store.jobs(conversation)).find((job) => job.failure === null) ?? null;
  }

  list(conversation?: string): Promise<StoredJob[]> {
    return this.store.jobs(conversation);
  }

  /** Remembers the exact bytes before they go out, so that a retry repeats them. */
  async sealed(job: StoredJob, envelope: StoredJob["envelope"]): Promise<StoredJob> {
    const next = { ...job, envelope };
    await this.store.putJob(next);
    return next;
  }

  async failed(job: StoredJob, code: ErrorCode): Promise<void> {
    await this.store.putJob({ ...job, envelope: null, failure: code });
  }

  /** Queues a failed message again; false if it is not written down here. */
  async retry(msgId: string): Promise<boolean> {
    const job = (await this.store.jobs()).find((candidate) => candidate.msgId === msgId);
    if (job) await this.store.putJob({ ...job, failure: null });
    return job !== undefined;
  }

  remove(msgId: string): Promise<void> {
    this.unwritten.delete(msgId);
    return this.store.removeJob(msgId);
  }
}
