/** Owns hearing the news of conversations too large for inboxes: the newest few are listened to, the rest is found by looking. */
import * as v from "valibot";
import { decodeEvent, wireEvent } from "@/lib/protocol/wire";
import { inBackground } from "./background";
import type { Conversation } from "./conversation";
import { mustAnswer } from "./first-contact";
import { isHidden } from "./room";

/** Above this many members events go to the topic of the epoch and no longer to every inbox. */
const inboxMembers = 32;

/** Topics listened to at a time, besides the conversation on screen. */
const maxTopics = 8;

export class LargeRooms {
  private readonly joined = new Map<string, { readonly epoch: number; close(): void }>();

  /** Listens to the newest large conversations, each at its present epoch; the rest falls silent. */
  follow(conversations: readonly Conversation[]): void {
    const wanted = conversations
      .filter((conversation) => isListening(conversation) && sizeOf(conversation) > inboxMembers)
      .toSorted((a, b) => b.summary.last_activity_at - a.summary.last_activity_at)
      .slice(0, maxTopics);
    for (const [id, room] of this.joined) {
      const still = wanted.find((conversation) => conversation.id === id);
      if (still?.log?.epoch === room.epoch) continue;
      this.joined.delete(id);
      room.close();
    }
    for (const conversation of wanted) if (!this.joined.has(conversation.id)) this.join(conversation);
  }

  stop(): void {
    this.follow([]);
  }

  private join(conversation: Conversation): void {
    const { id, log, deps } = conversation;
    const epoch = log?.epoch ?? 0;
    const room = deps.link.openRoom(
      { conversation: id, epoch, userId: deps.me, hidden: isHidden(conversation), silent: true },
      {
        typing: () => undefined,
        present: () => undefined,
        event: (payload) => {
          const event = v.safeParse(wireEvent, payload);
          inBackground(event.success ? conversation.hint(decodeEvent(event.output)) : conversation.catchUp());
        },
        // What was said between the new epoch and the joining of its topic was said to nobody here.
        joined: () => inBackground(conversation.catchUp()),
      },
    );
    this.joined.set(id, { epoch, close: () => room.close() });
  }
}

/** People in a conversation: verified where it is sealed, as the server says where it is open. */
function sizeOf({ log, summary }: Conversation): number {
  return summary.room?.members ?? log?.roster.length ?? 0;
}

/** Nobody listens before they have accepted, nor is let. */
function isListening(conversation: Conversation): boolean {
  return conversation.log?.state === "active" && !mustAnswer(conversation);
}
