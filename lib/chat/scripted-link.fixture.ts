/** Owns live delivery in the scripted world: an inbox that is heard while the socket is up. */
import type { InboxListener, RealtimeLink } from "@/lib/realtime/link";

/** `socket` takes it up and down. */
export function scriptedLink(
  inboxes: Map<string, InboxListener>,
  key: string,
): { link: RealtimeLink; socket(up: boolean): void } {
  let inbox: InboxListener | null = null;
  return {
    link: {
      openInbox: (_userId, listener) => {
        inbox = listener;
        inboxes.set(key, listener);
        listener.status(true);
        return () => inboxes.delete(key);
      },
      openRoom: () => ({ typing: () => undefined, close: () => undefined }),
      retry: () => undefined,
    },
    socket: (up) => {
      if (up && inbox) inboxes.set(key, inbox);
      else inboxes.delete(key);
      inbox?.status(up);
    },
  };
}
