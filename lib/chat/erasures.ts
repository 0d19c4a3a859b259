/** Owns forgetting what its author has deleted: on the server if it is ours, and on this device whoever wrote it. */
import { backoffMs } from "@/lib/base/clock";
import { codeOf } from "@/lib/base/errors";
import type { LogRow } from "@/lib/crypto/engine-api";
import { inBackground } from "./background";
import type { Conversation } from "./conversation";
import { entriesOf, fold, hashName } from "./effects";
import { isTransient } from "./loading";
import { followers } from "./row-window";

type Said = LogRow & { type: "message" };

/** Looks at the rows whenever they have changed; a signed deletion that counts is carried out once. */
export class Erasures {
  private readonly conversation: Conversation;
  private seen: readonly LogRow[] = [];
  private attempt = 0;
  private running = false;

  constructor(conversation: Conversation) {
    this.conversation = conversation;
    conversation.changed.subscribe(() => this.look());
  }

  private look(): void {
    const { rows } = this.conversation;
    if (rows === this.seen || this.running) return;
    const behind = followers(this.seen, rows);
    this.seen = rows;
    if (behind && !behind.some((row) => mayErase(row))) return;
    const due = this.due();
    if (due.length > 0) inBackground(this.carryOut(due));
  }

  /** Messages that are deleted and still here, with their edits. */
  private due(): Said[] {
    const { rows, deps } = this.conversation;
    const removed = removedIn(rows);
    if (!rows.some((row) => mayErase(row))) return [];
    const folded = fold(entriesOf(rows, [], deps.me));
    const gone = new Set<string>();
    for (const [hash, { key }] of folded.byHash) {
      const { deleted, edits } = folded.of(hash);
      if (!deleted && !removed.has(hash)) continue;
      for (const each of [key, ...edits.map((edit) => edit.key)]) gone.add(each);
    }
    return rows.filter((row): row is Said => row.type === "message" && gone.has(row.msgId));
  }

  private async carryOut(due: readonly Said[]): Promise<void> {
    const { deps, id } = this.conversation;
    this.running = true;
    try {
      const mine = due.filter((row) => row.author === deps.me).map((row) => row.seq);
      if (mine.length > 0) await deps.server.tombstone(id, mine.slice(0, 256));
      await this.forget(due);
      this.attempt = 0;
    } catch (thrown) {
      if (codeOf(thrown) === "E_VAULT_LOCKED") return;
      // No longer a member, or locked by a moderator: what the server keeps is not ours to change now.
      if (!isTransient(thrown) && codeOf(thrown) !== "E_STORAGE") {
        if (!["E_NOT_FOUND", "E_LOCKED"].includes(codeOf(thrown))) throw thrown;
        return;
      }
      this.seen = [];
      deps.clock.after(backoffMs(this.attempt++), () => this.look());
    } finally {
      this.running = false;
    }
  }

  /** The rows become tombstones here, in memory and on disk. */
  private async forget(due: readonly Said[]): Promise<void> {
    const { deps, id } = this.conversation;
    const removed = removedIn(this.conversation.rows);
    const tombstones = due.map(({ seq, at, transcript, hash, author, body }): LogRow => {
      // Whoever runs an open room took it out: not its author's doing.
      if (removed.has(hashName(hash))) return { seq, at, transcript, type: "tombstone", reason: "removed", hash };
      const witnessed = { author, edit: body.t === "edit" };
      return { seq, at, transcript, type: "tombstone", reason: "author", hash, witnessed };
    });
    const rows = await deps.engine.sealRows(id, tombstones);
    // What is gone is not to be found either, whoever took it out.
    await deps.engine.openRows(
      id,
      rows.map(({ sealed }) => sealed),
    );
    await deps.store.putProgress({ conversation: id, rows, sentJobs: [], snapshot: null });
    const bySeq = new Map(tombstones.map((row) => [row.seq, row]));
    this.conversation.rows = this.conversation.rows.map((row) => bySeq.get(row.seq) ?? row);
    this.conversation.changed.emit();
  }
}

/** Whether a row can be the reason for forgetting another. */
function mayErase(row: LogRow): boolean {
  return row.type === "commit" ? (row.room?.erased?.length ?? 0) > 0 : row.type === "message" && row.body.t === "del";
}

/** Messages that were taken out of an open room by whoever runs it, by name. */
function removedIn(rows: readonly LogRow[]): ReadonlySet<string> {
  const erased = rows.flatMap((row) => (row.type === "commit" ? (row.room?.erased ?? []) : []));
  return new Set(erased.map((hash) => hashName(hash)));
}
