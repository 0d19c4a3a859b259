/** Owns the list of what the server can see of a conversation. A test holds it against the tables of the database. */
import type { MessageKey } from "@/lib/i18n/translate";

export interface SeenFact {
  readonly id: string;
  readonly words: MessageKey;
  /** Columns as table.column of schema chat; none where nothing is stored. */
  readonly columns: readonly string[];
}

const fact = <Id extends Name>(id: Id, columns: readonly string[] = []): SeenFact => ({
  id,
  words: `sees.items.${id}`,
  columns,
});

type Name = Extract<MessageKey, `sees.items.${string}`> extends `sees.items.${infer Id}` ? Id : never;

/** Stored in the database. */
export const keptFacts: readonly SeenFact[] = [
  fact("members", [
    "members.user_id",
    "members.role",
    "members.joined_seq",
    "members.left_seq",
    "members.forgotten",
    "leaves.user_id",
    "leaves.seq",
    "conversations.pair_low",
    "conversations.pair_high",
    "conversations.member_count",
  ]),
  fact("kind", [
    "conversations.id",
    "conversations.kind",
    "conversations.class",
    "conversations.owner",
    "conversations.context_id",
    "conversations.context_hash",
    "conversations.policy_type",
    "conversations.policy_add",
    "conversations.mod_root",
    "conversations.created_at",
    "events.class",
    "members.party_role",
    "contexts.id",
    "contexts.platform_id",
    "contexts.kind",
    "contexts.external_id",
    "contexts.title",
    "contexts.state",
    "contexts.created_at",
    "contexts.ended_at",
    "parties.context_id",
    "parties.user_id",
    "parties.role",
  ]),
  fact("invites", [
    "invites.id",
    "invites.maker",
    "invites.token_hash",
    "invites.uses",
    "invites.expires_at",
    "invites.created_at",
    "invites.revoked_at",
  ]),
  fact("requests", [
    "joins.user_id",
    "joins.invite_id",
    "joins.proof",
    "joins.state",
    "joins.created_at",
    "requests.asker",
    "requests.awaits",
    "requests.declined",
    "requests.created_at",
    "group_requests.user_id",
    "group_requests.asker",
    "group_requests.answer",
    "group_requests.created_at",
  ]),
  fact("scheduled", [
    "scheduled.author",
    "scheduled.msg_id",
    "scheduled.release_at",
    "scheduled.try_at",
    "scheduled.version",
    "scheduled.returned",
    "scheduled.returned_at",
  ]),
  fact("authors", ["events.author", "events.chain_id", "events.counter", "events.msg_id"]),
  fact("times", ["events.received_at", "conversations.last_activity_at"]),
  fact("positions", [
    "events.seq",
    "events.kind",
    "events.tombstone",
    "conversations.last_seq",
    "conversations.message_count",
  ]),
  fact("size", ["events.ct", "scheduled.ct"]),
  fact("epochs", [
    "events.epoch",
    "events.reason",
    "conversations.epoch",
    "conversations.commit_hash",
    "conversations.rotation_required",
    "boxes.epoch",
    "boxes.user_id",
  ]),
  fact("receipts", ["pointers.user_id", "pointers.read", "pointers.view", "pointers.read_seq", "pointers.view_seq"]),
  fact("retention", ["conversations.retention_days", "conversations.proposed_days", "conversations.proposed_by"]),
  fact("cases", [
    "conversations.case_id",
    "conversations.locked",
    "conversations.closed_at",
    "conversations.closed_by",
    "conversations.deletes_at",
    "deletion_wishes.user_id",
    "cases.case_id",
    "cases.opener",
    "cases.opened_seq",
    "cases.closed_seq",
  ]),
  fact("sealed", [
    "events.body",
    "events.sig",
    "scheduled.header",
    "scheduled.sig",
    "events.hash",
    "events.transcript",
    "events.disclosures",
    "events.metadata",
    "boxes.box",
    "conversations.transcript",
  ]),
];

/** Noticed while connected, and kept nowhere by Parley. */
export const passingFacts: readonly SeenFact[] = [fact("address"), fact("online"), fact("typing")];

/** Never leaves the browser readable. */
export const neverFacts: readonly SeenFact[] = [fact("text"), fact("names"), fact("keys")];
