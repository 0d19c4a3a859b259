/** Owns what the screen sees of who has received and read one message, from members' signed statements. Pure. */
import { audienceOf } from "./audience";
import type { Conversation } from "./conversation";
import { receiptsHidden } from "./flags";
import type { ReceiptsView } from "./view-receipts";

/** In larger conversations only how many is shown: nobody reads a list of hundreds, and few want to be on it. */
const namedUpTo = 32;

export function receiptsOf(conversation: Conversation, seq: number): ReceiptsView {
  const { receipts, deps, rows } = conversation;
  if (receiptsHidden(deps.preferences.values)) return { kind: "hidden" };
  const others = audienceOf(rows, conversation.others)(seq);
  if (others.length > namedUpTo) {
    const many = (kind: "read" | "view") =>
      others.filter((userId) => receipts.reached(userId, kind, seq) !== null).length;
    return { kind: "counts", read: many("read"), delivered: many("view"), of: others.length };
  }
  const people = others.map((userId) => ({
    person: deps.people.view(userId),
    read: receipts.reached(userId, "read", seq),
    delivered: receipts.reached(userId, "view", seq),
  }));
  const rank = ({ read, delivered }: (typeof people)[number]) => (read !== null ? 0 : delivered !== null ? 1 : 2);
  return { kind: "people", people: people.toSorted((a, b) => rank(a) - rank(b)) };
}
