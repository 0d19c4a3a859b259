/** Owns what a person does with messages: each act becomes something said in the log, or a mark of the person's own. */
import { toBase64Url, uuidToBytes } from "@/lib/base/bytes";
import { CodedError } from "@/lib/base/errors";
import type { LogRow } from "@/lib/crypto/engine-api";
import type { Said } from "@/lib/protocol/body";
import { maxDeletedEdits } from "@/lib/protocol/limits";
import type { Conversation } from "./conversation";
import { entriesOf, fold, hashName } from "./effects";
import type { Reached, TextExtras } from "./view-message";

/** Pages of history that are opened in search of one message. */
const maxPages = 400;

export class Acts {
  private readonly conversation: Conversation;

  constructor(conversation: Conversation) {
    this.conversation = conversation;
  }

  write(text: string, extras: TextExtras = {}): Promise<void> {
    return this.conversation.sender.say(textOf(text, extras));
  }

  edit(hash: string, text: string, mentions: readonly string[]): Promise<void> {
    const men = mentions.length > 0 ? { men: ids(mentions) } : {};
    return this.conversation.sender.say({ t: "edit", of: hash, b: text, ...men });
  }

  /** For everybody: a signed deletion, which names the edits that go with the message. */
  remove(hash: string): Promise<void> {
    const edits = this.fold()
      .of(hash)
      .edits.flatMap((edit) => edit.hash ?? []);
    const ed = edits.length > 0 ? { ed: edits.slice(-maxDeletedEdits) } : {};
    return this.conversation.sender.say({ t: "del", of: hash, ...ed });
  }

  say(said: Said): Promise<void> {
    return this.conversation.sender.say(said);
  }

  /** Sets a reaction, or takes it back. One that has not gone out yet is taken back by not sending it. */
  async react(hash: string, emoji: string): Promise<void> {
    const { sender, deps } = this.conversation;
    const waiting = sender.pending.find(({ body }) => body.t === "react" && body.of === hash && body.e === emoji);
    if (waiting && (await sender.cancel(waiting.msgId))) return;
    if (waiting) await sender.flush();
    const mine = this.fold().of(hash).reactions.get(emoji)?.has(deps.me) === true;
    const set = this.conversation.rows.findLast((row) => isReaction(row, deps.me, hash, emoji));
    if (!mine) await sender.say({ t: "react", of: hash, e: emoji });
    else if (set?.type === "message") await sender.say({ t: "del", of: hashName(set.hash) });
  }

  /** Changes what this person keeps about a message. @throws E_TOO_BIG */
  async mark(hash: string, change: { starred?: boolean; hidden?: true; remindAt?: number | null }): Promise<void> {
    const { deps, id } = this.conversation;
    await deps.marks.change(id, hash, { seq: this.seqOf(hash), ...change });
  }

  /** Remembers that a thread was read to its end. */
  async readThread(root: string): Promise<void> {
    const { deps, id } = this.conversation;
    const newest =
      this.fold()
        .of(root)
        .thread.findLast(({ seq }) => seq !== null)?.seq ?? 0;
    if (newest <= deps.marks.in(id).of(root).threadRead) return;
    const seq = this.fold().byHash.get(root)?.seq ?? deps.marks.in(id).seqOf(root) ?? 1;
    await deps.marks.change(id, root, { seq, threadRead: newest });
  }

  /** Opens history until the message is there; where it stands, null: it is not to be found. */
  async reach(hash: string): Promise<Reached | null> {
    const { conversation } = this;
    for (let page = 0; page < maxPages; page++) {
      const found = this.fold().byHash.get(hash);
      if (found) {
        return { key: found.key, thread: found.body.t === "text" ? (found.body.th ?? null) : null };
      }
      const oldest = conversation.rows[0]?.seq ?? 1;
      if (oldest <= 1) return null;
      await conversation.loadOlder();
      if ((conversation.rows[0]?.seq ?? 1) === oldest) return null;
    }
    return null;
  }

  /** Opens history until a time, ms since 1970, or as far as it is to be had. */
  async openSince(at: number): Promise<void> {
    const { conversation } = this;
    for (let page = 0; page < maxPages; page++) {
      const oldest = conversation.rows[0];
      if (!oldest || oldest.seq <= 1 || oldest.at < at) return;
      await conversation.loadOlder();
      if ((conversation.rows[0]?.seq ?? 1) === oldest.seq) return;
    }
  }

  private fold() {
    const { rows, sender, deps } = this.conversation;
    return fold(entriesOf(rows, sender.pending, deps.me));
  }

  private seqOf(hash: string): number {
    const seq = this.fold().byHash.get(hash)?.seq ?? this.conversation.deps.marks.in(this.conversation.id).seqOf(hash);
    if (!seq) throw new CodedError("E_NOT_FOUND", "message");
    return seq;
  }
}

/** A text with what goes with it, as it is said. */
export function textOf(text: string, extras: TextExtras = {}): Said & { t: "text" } {
  const { reply, thread, mentions, link, forwarded } = extras;
  return {
    ...{ t: "text", b: text },
    ...(reply && { re: reply }),
    ...(mentions && mentions.length > 0 && { men: ids(mentions) }),
    ...(thread && { th: thread }),
    ...(forwarded && { fw: true as const }),
    ...(link && { lk: { u: link.address, ti: link.title } }),
  };
}

function ids(userIds: readonly string[]): string[] {
  return [...new Set(userIds)].map((userId) => toBase64Url(uuidToBytes(userId)));
}

function isReaction(row: LogRow, me: string, of: string, emoji: string): boolean {
  if (row.type !== "message" || row.author !== me) return false;
  return row.body.t === "react" && row.body.of === of && row.body.e === emoji;
}
