/** Owns the rows of the list: computed once per change of their conversation, newest activity first. */
import type { Conversation } from "./conversation";
import { rowOf } from "./conversation-view";
import type { Connection, ConversationListView, ConversationRow } from "./view";

export class ListRows {
  private readonly conversations: ReadonlyMap<string, Conversation>;
  private readonly rows = new Map<string, ConversationRow>();
  private listed: ConversationListView | null = null;

  constructor(conversations: ReadonlyMap<string, Conversation>) {
    this.conversations = conversations;
  }

  /** The same object until something changes. */
  view(phase: ConversationListView["phase"], connection: Connection): ConversationListView {
    this.listed ??= this.compute(phase, connection);
    return this.listed;
  }

  /** This conversation's row is computed anew. */
  forget(id: string): void {
    this.rows.delete(id);
  }

  changed(): void {
    this.listed = null;
  }

  private compute(phase: ConversationListView["phase"], connection: Connection): ConversationListView {
    const all = [...this.conversations.values()];
    const rows = all.map((conversation) => {
      const row = this.rows.get(conversation.id) ?? rowOf(conversation);
      this.rows.set(conversation.id, row);
      return row;
    });
    return {
      phase,
      conversations: rows.toSorted((a, b) => b.lastActivityAt - a.lastActivityAt),
      connection,
      queued: all.reduce((sum, { sender }) => sum + sender.pending.length, 0),
    };
  }
}
