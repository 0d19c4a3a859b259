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
  private order = 0;

  constructor(store: LocalStore) {
    this.store = store;
  }

  /** Writes the message down; from here on it survives a reload. */
  async add(job: { msgId: string; conversation: string; createdAt: number; sealedBody: Bytes }): Promise<void> {
    await this.store.addJob({ ...job, order: this.order++, envelope: null, failure: null });
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
    return this.store.removeJob(msgId);
  }
}
