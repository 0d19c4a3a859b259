/** Owns commands that do nothing, for specimens. */
import type { ConversationCommands, MarkingCommands } from "@/lib/chat/view";

export const nothing = () => {};
export const idle: ConversationCommands = {
  send: nothing,
  edit: nothing,
  remove: nothing,
  forward: async () => {},
  react: nothing,
  say: nothing,
  mark: async () => {},
  reach: async () => null,
  readThread: async () => {},
  retry: nothing,
  cancel: nothing,
  loadOlder: async () => {},
  reachSeq: async () => null,
  markRead: nothing,
  typing: nothing,
  setDraft: nothing,
  membership: {
    add: async () => {},
    remove: async () => {},
    setAdmin: async () => {},
    rename: async () => {},
    setPolicy: async () => {},
    setLifetime: async () => {},
    close: async () => {},
    erase: async () => {},
    leave: async () => {},
    handOver: async () => {},
    makeLink: async () => "/join/00000000-0000-4000-8000-000000000000#example",
    links: async () => [],
    revokeLink: async () => {},
    answer: async () => {},
    accept: async () => {},
    decline: async () => {},
    forget: async () => {},
  },
};

export const noMarks: MarkingCommands = {
  pin: async () => {},
  mute: async () => {},
  archive: async () => {},
  markUnread: async () => {},
  favourite: async () => {},
  silence: async () => {},
  makeFolder: async () => "",
  renameFolder: async () => {},
  removeFolder: async () => {},
  putInFolder: async () => {},
};
