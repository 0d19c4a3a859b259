/** Owns the signed positions of one conversation: telling how far I have received and read, checking what others say. */
import type { WireSummary } from "@/lib/protocol/wire";
import { inBackground } from "./background";
import { isSilent } from "./blocks";
import type { Conversation } from "./conversation";
import { flagNames, receiptsHidden } from "./flags";
import { mustAnswer } from "./first-contact";

/** A position is told after this pause, with everything that happens in it. Milliseconds. */
const settleMs = { read: 250, view: 1_000 } as const;

/** Pointers kept while they are ahead of the own log; newer ones replace what older ones say. */
const maxEarly = 64;

/** The members' newest signed positions as the server lists them. */
export function pointersOf(summary: WireSummary): string[] {
  return summary.members.flatMap(({ read, view }) => [read, view]).filter((pointer) => pointer !== null);
}

export class Pointers {
  private readonly conversation: Conversation;
  private cancelTell: (() => void) | null = null;
  private early: readonly string[] = [];
  private wantedRead = 0;
  private told = { view: 0, read: 0 };

  constructor(conversation: Conversation) {
    this.conversation = conversation;
  }

  /** Position up to which I have read, on any of my devices. */
  get read(): number {
    const { receipts, deps, summary } = this.conversation;
    const joined = summary.my.joined_seq ?? 0;
    const unsaid = deps.preferences.values[flagNames.read(summary.id)];
    const kept = typeof unsaid === "number" ? unsaid : 0;
    return Math.max(receipts.read(deps.me), summary.my.read_seq, this.wantedRead, joined, kept);
  }

  /** Takes signed pointers in; what does not verify is dropped, a forked view is an alarm. */
  async take(pointers: readonly string[]): Promise<void> {
    const { conversation } = this;
    if (!conversation.log) {
      this.early = [...this.early, ...pointers].slice(-maxEarly);
      return;
    }
    if (pointers.length === 0) return;
    const { checked, alarms, later } = await conversation.deps.engine.pointers(conversation.id, pointers);
    this.early = later.slice(-maxEarly);
    for (const { userId, kind, seq, time } of checked) conversation.receipts.advance(userId, kind, seq, time);
    conversation.warn(alarms);
    if (checked.length + alarms.length > 0) conversation.changed.emit();
  }

  /** The person has seen everything there is. */
  markRead(): void {
    const newest = this.conversation.log?.n ?? 0;
    if (newest <= this.read) return;
    this.wantedRead = newest;
    this.conversation.changed.emit();
    this.schedule();
  }

  /** The log has moved on: pointers that were ahead of it may be judged now. */
  retake(): void {
    const { early } = this;
    this.early = [];
    if (early.length > 0) inBackground(this.take(early));
  }

  /** Something arrived or was read: tell the others soon. */
  schedule(): void {
    const due = this.due();
    if (!due || (this.cancelTell && due === "view")) return;
    this.cancelTell?.();
    this.cancelTell = this.conversation.deps.clock.after(settleMs[due], () => {
      this.cancelTell = null;
      inBackground(this.tell());
    });
  }

  private due(): "read" | "view" | null {
    const { log, rows, deps, receipts } = this.conversation;
    if (log?.state !== "active" || isSilent(this.conversation) || mustAnswer(this.conversation)) return null;
    if (this.wantedRead > Math.max(this.told.read, receipts.read(deps.me))) return "read";
    if (receiptsHidden(deps.preferences.values)) return null;
    const newest = rows.findLast((row) => row.type === "message" && row.author !== deps.me);
    return newest && newest.seq > Math.max(this.told.view, receipts.view(deps.me)) ? "view" : null;
  }

  private async tell(): Promise<void> {
    const kind = this.due();
    const { log, deps, id } = this.conversation;
    if (!kind || !log) return;
    const seq = kind === "read" ? this.wantedRead : log.n;
    // Offline: the next arrival or reconnection tells it.
    const { preferences } = deps;
    // Who hides receipts signs none; their own devices learn it from each other.
    if (receiptsHidden(preferences.values)) await preferences.set({ [flagNames.read(id)]: seq });
    else await deps.server.putPointer(await deps.engine.pointer(id, kind, seq));
    this.told = { view: Math.max(this.told.view, seq), read: kind === "read" ? seq : this.told.read };
    if (kind === "read") this.remember(seq);
    this.schedule();
  }

  /** The list that this device keeps has to know it too, or the next start takes what was read for unread. */
  private remember(seq: number): void {
    const { conversation } = this;
    const { my } = conversation.summary;
    conversation.summary = { ...conversation.summary, my: { ...my, read_seq: Math.max(my.read_seq, seq) } };
    conversation.changed.emit();
  }
}
