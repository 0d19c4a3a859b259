/** Owns the rows of the list: computed once per change of their conversation, in order. */
import type { Conversation } from "./conversation";
import { rowOf } from "./conversation-view";
import { listView } from "./list-order";
import type { Preferences } from "./preferences";
import type { LaterMark } from "./view-later";
import type { Connection, ConversationListView, ConversationRow } from "./view";

export class ListRows {
  private readonly conversations: ReadonlyMap<string, Conversation>;
  private readonly preferences: Preferences;
  private readonly later: (conversation: Conversation) => LaterMark | null;
  private readonly remembered: (id: string) => string | undefined;
  private readonly rows = new Map<string, ConversationRow>();
  private listed: ConversationListView | null = null;

  constructor(
    conversations: ReadonlyMap<string, Conversation>,
    preferences: Preferences,
    later: (conversation: Conversation) => LaterMark | null,
    remembered: (id: string) => string | undefined,
  ) {
    this.conversations = conversations;
    this.preferences = preferences;
    this.later = later;
    this.remembered = remembered;
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

  /** What touches any row has changed. */
  forgetAll(): void {
    this.rows.clear();
  }

  changed(): void {
    this.listed = null;
  }

  private rowOf(conversation: Conversation): ConversationRow {
    const later = this.later(conversation);
    const title = conversation.log ? undefined : this.remembered(conversation.id);
    return { ...rowOf(conversation), ...(later && { later }), ...(title !== undefined && { title }) };
  }

  private compute(phase: ConversationListView["phase"], connection: Connection): ConversationListView {
    const all = [...this.conversations.values()];
    const rows = all.map((conversation) => {
      const row = this.rows.get(conversation.id) ?? this.rowOf(conversation);
      this.rows.set(conversation.id, row);
      return row;
    });
    const queued = all.reduce((sum, { sender }) => sum + sender.pending.length, 0);
    return listView(rows, { phase, connection, queued, preferred: this.preferences.values });
  }
}
