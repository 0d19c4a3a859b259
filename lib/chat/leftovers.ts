/** Owns what earlier visits, or other tabs, have left undone on this device: messages that were not sent, drafts. */
import { inBackground } from "./background";
import type { Conversation } from "./conversation";
import type { ChatDeps } from "./deps";
import { draftRecords } from "./drafts";

interface Left {
  readonly unsent: ReadonlySet<string>;
  readonly drafts: ReadonlySet<string>;
}

export class Leftovers {
  private readonly deps: Pick<ChatDeps, "outbox" | "store">;
  private looking: Promise<Left> | null = null;

  constructor(deps: Pick<ChatDeps, "outbox" | "store">) {
    this.deps = deps;
  }

  /** Brings back what a conversation has. The disk is asked once for all that are restored in the same moment. */
  async restore({ id, sender, drafts }: Conversation): Promise<void> {
    this.looking ??= this.look().finally(() => (this.looking = null));
    const left = await this.looking;
    if (left.unsent.has(id)) inBackground(sender.restore().then(() => sender.flush()));
    await drafts.restore(left.drafts.has(id));
  }

  /** Sends what waits, also what another tab has written down. */
  async flush(conversations: ReadonlyMap<string, Conversation>): Promise<void> {
    for (const id of await this.unsent()) {
      const conversation = conversations.get(id);
      if (conversation) inBackground(conversation.sender.flush());
    }
  }

  private async unsent(): Promise<ReadonlySet<string>> {
    return new Set((await this.deps.outbox.list()).map(({ conversation }) => conversation));
  }

  private async look(): Promise<Left> {
    const [unsent, keys] = await Promise.all([this.unsent(), this.deps.store.recordKeys(draftRecords)]);
    return { unsent, drafts: new Set(keys.map((key) => key.slice(draftRecords.length))) };
  }
}
