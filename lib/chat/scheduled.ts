/** Owns this person's messages that wait at the server for their time: opened for the screen, sealed anew when keys change. */
import * as v from "valibot";
import { CodedError, codeOf, isErrorCode } from "@/lib/base/errors";
import { Emitter } from "@/lib/base/emitter";
import { Serial } from "@/lib/base/serial";
import { type Body, isContent, type Said } from "@/lib/protocol/body";
import { inBackground } from "./background";
import type { Conversation } from "./conversation";
import type { ChatDeps } from "./deps";
import { isTransient } from "./loading";
import { titleOf } from "./message-rows";
import type { WireScheduled } from "./scheduled-api";
import { leaveWithServer } from "./scheduling";
import { type LaterMark, type LaterView, maxScheduled } from "./view-later";

/** What is late by less than this is sealed anew and goes out by itself; about anything later the author is asked. Milliseconds. */
const graceMs = 120_000;

/** Timers cannot wait longer than this. Milliseconds. */
const longestWait = 2_000_000_000;

const hintSchema = v.object({ scheduled: v.literal(true) });

interface Item {
  readonly wire: WireScheduled;
  /** Null: not to be opened. */
  readonly opened: { readonly body: Body; readonly epoch: number } | null;
}

export class Scheduled {
  readonly changed = new Emitter();
  private readonly deps: ChatDeps;
  private readonly conversations: ReadonlyMap<string, Conversation>;
  private readonly items = new Map<string, readonly Item[]>();
  private readonly serial = new Serial();
  private readonly renewing = new Set<string>();
  /** Message and epoch of sealings that did not come about, for a reason that does not pass by itself. */
  private readonly given = new Set<string>();
  private cancelLook: (() => void) | null = null;
  /** Something may have changed since the last look. */
  private due = true;

  constructor(deps: ChatDeps, conversations: ReadonlyMap<string, Conversation>) {
    this.deps = deps;
    this.conversations = conversations;
  }

  /** The socket said nothing for a while. */
  mayHaveChanged(): void {
    this.due = true;
  }

  /** True if a hint about the account was about this. */
  hint(payload: unknown): boolean {
    if (!v.safeParse(hintSchema, payload).success) return false;
    this.due = true;
    inBackground(this.look());
    return true;
  }

  /** Reads what the server holds, if that may be something else than what is known. */
  look(): Promise<void> {
    return this.serial.run(async () => {
      if (!this.due) return;
      this.due = false;
      try {
        const wires = await this.deps.server.scheduled();
        for (const conversation of this.conversations.values()) {
          await this.take(
            conversation,
            wires.filter((wire) => wire.conversation === conversation.id),
          );
        }
      } catch (thrown) {
        this.due = true;
        throw thrown;
      }
    });
  }

  /** A conversation has changed: its keys may be others, a message may have arrived in the log. */
  follow(conversation: Conversation): void {
    if (!this.items.has(conversation.id)) return;
    const arrived = new Set(conversation.rows.slice(-64).map((row) => ("msgId" in row ? row.msgId : "")));
    this.drop(conversation, (item) => arrived.has(item.wire.msg_id));
    if (this.toRenew(conversation).length > 0) inBackground(this.renew(conversation));
  }

  view(conversation: Conversation, now: number): LaterView[] {
    return (this.items.get(conversation.id) ?? []).map((item) => {
      const { msg_id: id, at, returned } = item.wire;
      const code = isErrorCode(returned) && returned !== "E_STALE_EPOCH" ? returned : null;
      if (!item.opened) return { id, at, text: null, state: "unreadable", code: null };
      const { body } = item.opened;
      const late = isStale(conversation, item) && at <= now - graceMs;
      const state = code ? "refused" : late ? "late" : "waiting";
      return { id, at, text: isContent(body) ? titleOf(body) : "", state, code };
    });
  }

  /** What the list says of a conversation's. */
  markOf(conversation: Conversation): LaterMark | null {
    const items = this.view(conversation, this.deps.clock.now());
    if (items.length === 0) return null;
    return items.some(({ state }) => state !== "waiting") ? "stuck" : "waiting";
  }

  stop(): void {
    this.cancelLook?.();
  }

  /** Seals a text and leaves it with the server. @throws E_INPUT a hundred wait already */
  async plan(conversation: Conversation, said: Said, at: number): Promise<void> {
    const count = [...this.items.values()].reduce((sum, items) => sum + items.length, 0);
    if (count >= maxScheduled) throw new CodedError("E_INPUT", "too many");
    const body = { v: 1, ...said, ts: at } as Body;
    await this.submit(conversation, { msgId: this.deps.newId(), body, at, version: 0 });
  }

  /** Another text, another time. */
  async change(conversation: Conversation, id: string, said: Said & { t: "text" }, at: number): Promise<void> {
    const item = this.find(conversation, id);
    const before = item.opened?.body.t === "text" ? item.opened.body : null;
    if (!before) throw new CodedError("E_OPEN", "scheduled");
    const { men: _, ...kept } = before;
    await this.submit(conversation, {
      ...{ msgId: id, body: { ...kept, ...said, ts: at } as Body },
      ...{ at, version: item.wire.version },
    });
  }

  /** Takes a message back; false if it is in the log by now. */
  async cancel(conversation: Conversation, id: string): Promise<boolean> {
    const takenBack = await this.deps.server.unschedule(id);
    this.drop(conversation, (item) => item.wire.msg_id === id);
    if (!takenBack) await conversation.catchUp();
    return takenBack;
  }

  /** Sends it the way of every message, under the same id: whichever of the two comes first, it enters the log once. */
  async sendNow(conversation: Conversation, id: string): Promise<void> {
    const { opened } = this.find(conversation, id);
    if (!opened) throw new CodedError("E_OPEN", "scheduled");
    const { v: _v, ts: _ts, ...said } = opened.body;
    await conversation.sender.say(said as Said, id);
    this.drop(conversation, (item) => item.wire.msg_id === id);
    inBackground(this.deps.server.unschedule(id));
  }

  private find(conversation: Conversation, id: string): Item {
    const item = this.items.get(conversation.id)?.find(({ wire }) => wire.msg_id === id);
    if (!item) throw new CodedError("E_VERSION", "scheduled");
    return item;
  }

  private async take(conversation: Conversation, wires: readonly WireScheduled[]): Promise<void> {
    const known = this.items.get(conversation.id) ?? [];
    if (wires.length === 0 && known.length === 0) return;
    const sending = new Set(conversation.sender.pending.map(({ msgId }) => msgId));
    const items: Item[] = [];
    for (const wire of wires.filter(({ msg_id }) => !sending.has(msg_id))) {
      const same = known.find((item) => item.wire.hdr === wire.hdr && item.opened);
      items.push({ wire, opened: same ? same.opened : await this.open(conversation, wire) });
    }
    this.set(conversation, items);
    await this.renew(conversation);
  }

  private async open(conversation: Conversation, wire: WireScheduled): Promise<Item["opened"]> {
    await conversation.load();
    try {
      const { msgId, body, epoch } = await this.deps.engine.openLater(conversation.id, wire);
      return msgId === wire.msg_id ? { body, epoch } : null;
    } catch (thrown) {
      if (codeOf(thrown) === "E_UNEXPECTED" || codeOf(thrown) === "E_VAULT_LOCKED") throw thrown;
      return null;
    }
  }

  /**
   * Only what is planned for a time that has not come (or has just): a message that was ever sent has a time that has, so the
   * server cannot have an old one sealed anew.
   */
  private toRenew(conversation: Conversation): readonly Item[] {
    const since = this.deps.clock.now() - graceMs;
    return (this.items.get(conversation.id) ?? []).filter((item) => {
      const tried = this.given.has(attempt(conversation, item.wire));
      return item.opened && item.opened.body.ts > since && isStale(conversation, item) && !tried;
    });
  }

  private async renew(conversation: Conversation): Promise<void> {
    const { id } = conversation;
    if (this.renewing.has(id) || this.toRenew(conversation).length === 0) return;
    this.renewing.add(id);
    try {
      await this.deps.exclusively(`later ${id}`, async () => {
        for (const item of this.toRenew(conversation)) await this.renewOne(conversation, item);
      });
    } finally {
      this.renewing.delete(id);
    }
  }

  private async renewOne(conversation: Conversation, { wire, opened }: Item): Promise<void> {
    if (!opened) return;
    const { msg_id: msgId, version } = wire;
    const { body } = opened;
    try {
      await this.submit(conversation, { msgId, body, at: Math.max(body.ts, this.deps.clock.now()), version });
    } catch (thrown) {
      const code = codeOf(thrown);
      if (code === "E_VAULT_LOCKED" || code === "E_UNEXPECTED") throw thrown;
      // Whatever another device was faster with is read next.
      this.due = true;
      if (code === "E_MSG_ID") inBackground(this.deps.server.unschedule(msgId));
      if (!isTransient(thrown)) this.given.add(attempt(conversation, wire));
    }
  }

  private async submit(conversation: Conversation, plan: Parameters<typeof leaveWithServer>[1]): Promise<void> {
    try {
      const wire = await leaveWithServer(conversation, plan);
      const opened = { body: plan.body, epoch: conversation.log?.epoch ?? 0 };
      const others = (this.items.get(conversation.id) ?? []).filter((item) => item.wire.msg_id !== plan.msgId);
      this.set(
        conversation,
        [...others, { wire, opened }].toSorted((a, b) => a.wire.at - b.wire.at),
      );
    } catch (thrown) {
      if (codeOf(thrown) === "E_VERSION") this.due = true;
      throw thrown;
    }
  }

  private drop(conversation: Conversation, which: (item: Item) => boolean): void {
    const items = this.items.get(conversation.id) ?? [];
    const left = items.filter((item) => !which(item));
    if (left.length < items.length) this.set(conversation, left);
  }

  private set(conversation: Conversation, items: readonly Item[]): void {
    if (items.length > 0) this.items.set(conversation.id, items);
    else this.items.delete(conversation.id);
    this.awaitLate();
    this.changed.emit();
  }

  /** What does not go out at its time becomes late without anything else happening. */
  private awaitLate(): void {
    this.cancelLook?.();
    const now = this.deps.clock.now();
    const next = Math.min(
      ...[...this.items.values()].flat().flatMap(({ wire }) => (lateAt(wire) > now ? [lateAt(wire)] : [])),
    );
    if (next === Number.POSITIVE_INFINITY) return;
    this.cancelLook = this.deps.clock.after(Math.min(next - now, longestWait) + 1, () => {
      this.awaitLate();
      this.changed.emit();
    });
  }
}

const lateAt = ({ at }: WireScheduled) => at + graceMs;

const attempt = ({ log }: Conversation, { msg_id, version }: WireScheduled) => `${msg_id} ${version} ${log?.epoch}`;

/** The log would not take it as it is sealed. */
function isStale({ log }: Conversation, { wire, opened }: Item): boolean {
  return wire.returned === "E_STALE_EPOCH" || (log !== null && opened !== null && opened.epoch !== log.epoch);
}
