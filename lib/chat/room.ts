/** Owns what is only true while a conversation is on screen: its topic, who is typing, who is present. */
import { inBackground } from "./background";
import { isSilent } from "./blocks";
import type { Conversation } from "./conversation";
import { requestOf } from "./first-contact";

/** A typing sign ends after this time without another one. Milliseconds. */
const typingMs = 3_000;
/** Own typing is told at most this often. Milliseconds. */
const tellEveryMs = 1_500;

export class Room {
  private readonly conversation: Conversation;
  private readonly typists = new Map<string, () => void>();
  private presentIds: ReadonlySet<string> = new Set();
  private joined: { epoch: number; hidden: boolean; typing(): void; close(): void } | null = null;
  private viewers = 0;
  private toldAt = 0;

  constructor(conversation: Conversation) {
    this.conversation = conversation;
  }

  get typing(): string[] {
    return [...this.typists.keys()];
  }

  get present(): ReadonlySet<string> {
    return this.presentIds;
  }

  /** Whether the conversation is on screen. */
  get isViewed(): boolean {
    return this.viewers > 0;
  }

  /** The conversation came on screen. Returns what takes it off again. */
  enter(): () => void {
    this.viewers++;
    this.follow();
    return () => {
      this.viewers--;
      this.follow();
      this.conversation.letGo();
    };
  }

  /** Joins the topic of the current epoch while somebody looks, leaves it otherwise. */
  follow(): void {
    const { conversation } = this;
    const shut = isSilent(conversation) || requestOf(conversation) !== null;
    const epoch = conversation.log?.state === "active" && !shut ? conversation.log.epoch : 0;
    if (this.viewers > 0 && epoch > 0) {
      const { link, me: userId } = conversation.deps;
      const hidden = isHidden(conversation);
      if (this.joined?.epoch === epoch && this.joined.hidden === hidden) return;
      this.leave();
      const room = link.openRoom(
        { conversation: conversation.id, epoch, userId, hidden },
        {
          typing: (from) => this.typed(from),
          present: (userIds) => {
            this.presentIds = new Set(userIds);
            conversation.changed.emit();
          },
          event: () => inBackground(conversation.catchUp()),
        },
      );
      this.joined = { epoch, hidden, ...room };
    } else {
      this.leave();
    }
  }

  /** I am typing. */
  tell(): void {
    const now = this.conversation.deps.clock.now();
    if (now - this.toldAt < tellEveryMs) return;
    this.toldAt = now;
    this.joined?.typing();
  }

  /** A message of theirs arrived: they have stopped typing it. */
  spoke(userId: string): void {
    this.typists.get(userId)?.();
    this.typists.delete(userId);
  }

  private typed(userId: string): void {
    const { others, deps, changed } = this.conversation;
    if (!others.includes(userId) || deps.blocks.has(userId)) return;
    this.typists.get(userId)?.();
    const cancel = deps.clock.after(typingMs, () => {
      this.typists.delete(userId);
      changed.emit();
    });
    this.typists.set(userId, cancel);
    changed.emit();
  }

  private leave(): void {
    this.joined?.close();
    this.joined = null;
    this.presentIds = new Set();
    for (const cancel of this.typists.values()) cancel();
    this.typists.clear();
  }
}

/** Whether nobody is to see me here: by my choice, or because an open room is full of strangers. */
export function isHidden({ deps, summary }: Conversation): boolean {
  return deps.presence.hidden || summary.class === "open";
}
