/** Owns the commands of the people panel: each is a wish of this person about one conversation. */
import { CodedError } from "@/lib/base/errors";
import type { Conversation } from "./conversation";
import type { Messenger } from "./messenger";
import type { MembershipCommands } from "./membership-view";

export function membershipCommands(conversation: Conversation | null, messenger: Messenger | null): MembershipCommands {
  const open = () => {
    if (!conversation) throw new CodedError("E_VAULT_LOCKED", "no conversation");
    return conversation;
  };
  const chat = () => {
    if (!messenger) throw new CodedError("E_VAULT_LOCKED", "no messenger");
    return messenger;
  };
  const setAdmin = async (userId: string, admin: boolean) =>
    open().membership.change({ what: "roles", roles: [{ userId, role: admin ? 2 : 1 }] });
  return {
    add: async (userIds) => open().membership.change({ what: "add", userIds }),
    remove: async (userId) => open().membership.change({ what: "remove", userIds: [userId] }),
    setAdmin,
    rename: async (title) => open().membership.change({ what: "title", title }),
    setPolicy: async (policy) => open().membership.change({ what: "policy", ...policy }),
    setLifetime: async (days) => open().membership.change({ what: "lifetime", days }),
    close: async (closed) => {
      await chat().deps.server.close(open().id, closed);
      await chat().lookAt(open().id);
    },
    erase: async (wanted) => {
      await chat().deps.server.erase(open().id, wanted);
      await chat().lookAt(open().id);
    },
    leave: async () => open().membership.leave(),
    handOver: async (userId) => {
      await setAdmin(userId, true);
      await open().membership.leave();
    },
    makeLink: async (limits) => chat().invitations.make(open(), limits),
    links: async () => chat().invitations.list(open()),
    revokeLink: async (id) => chat().deps.server.revokeInvite(id),
    answer: async (accept) => chat().starting.answer(open().id, accept),
    accept: async (userId) => chat().invitations.accept(open(), userId),
    decline: async (userId) => chat().invitations.decline(open(), userId),
    forget: async () => {
      const { id } = open();
      if (chat().all().includes(open())) await chat().deps.server.forget(id);
      await chat().look();
    },
  };
}
