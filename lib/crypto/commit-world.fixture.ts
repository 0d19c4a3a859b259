/** Owns the conversations that tests of commit rules start from, and the ways in which they go wrong. */
import { equal } from "@/lib/base/bytes";
import { zeroId } from "@/lib/protocol/layout";
import {
  addPolicies,
  type AddPolicy,
  type Commit,
  parseCommit,
  policyTypes,
  reasons,
  roles,
} from "@/lib/protocol/commit";
import type { BuiltCommit, Change, Signer } from "./commit-build";
import { commitEvent, Conversation, idOf, Person, shape, signed } from "./world.fixture";
import { moderationOf } from "./moderation.fixture";

export const alice = new Person("alice");
export const bob = new Person("bob");
export const carol = new Person("carol");
export const dave = new Person("dave");
export const moderators = ["mod one", "mod two", "mod three"].map((name) => new Person(name));
export const people = [alice, bob, carol, dave, ...moderators];
export const caseId = idOf("case");
export const openDispute: Change = { reason: reasons.disputeOpen, caseId };

function made(add: AddPolicy): Conversation {
  return new Conversation(
    [alice, bob, carol],
    { conv: idOf("group"), policyType: policyTypes.group, roles: [roles.admin, roles.member, roles.member], add },
    { people, moderation: moderationOf(moderators) },
  );
}

const groups = new Map(Object.values(addPolicies).map((add) => [add, made(add)]));
const pair = new Conversation([alice, bob], { conv: idOf("direct") }, { people, moderation: moderationOf(moderators) });

/** A group: Alice admin, Bob and Carol members. */
export const group = (add: AddPolicy = addPolicies.admins): Conversation => groups.get(add)!.copy();

/** A direct conversation of Alice and Bob. */
export const direct = (): Conversation => pair.copy();

/** The moderator whom an open dispute of this conversation has brought in. */
export function moderatorOf(conversation: Conversation): Person {
  const entry = conversation.log(alice).roster.find(({ role }) => role === roles.moderator)!;
  return moderators.find(({ userId }) => equal(userId, entry.userId))!;
}

function withDispute(add: AddPolicy): [Conversation, Person] {
  const conversation = group(add);
  conversation.change(alice, openDispute);
  const moderator = moderatorOf(conversation);
  conversation.join(moderator);
  return [conversation, moderator];
}

const disputes = new Map(Object.values(addPolicies).map((add) => [add, withDispute(add)]));

/** A group in which Alice has opened a dispute, and its moderator. */
export function disputed(add: AddPolicy = addPolicies.admins): [Conversation, Person] {
  const [conversation, moderator] = disputes.get(add)!;
  return [conversation.copy(), moderator];
}

/** What a reader's log makes of a commit. */
export function judged(conversation: Conversation, built: BuiltCommit, reader = bob): string {
  const log = conversation.log(reader);
  return shape(log.apply(commitEvent(log.n + 1, built), conversation.ctx(reader)));
}

/** What Bob's log makes of a rotation by `author` that was tampered with. Its boxes hold no keys. */
export function tampered(
  conversation: Conversation,
  author: Person,
  tamper: (commit: Commit) => Partial<Commit>,
  signer: Signer = author.signer,
): string {
  const log = conversation.log(bob);
  const { body } = conversation.events[0]!;
  const rotation = {
    ...parseCommit(body!),
    reason: reasons.periodic,
    epoch: log.epoch + 1,
    previousHash: log.commitHash!,
    seenSeq: log.n,
    seenTranscript: log.transcript,
    policy: log.policy!,
    roster: log.roster,
    caseId: log.openCase?.id ?? zeroId,
    author: author.userId,
  };
  return judged(conversation, signed({ ...rotation, ...tamper(rotation) }, signer));
}

export const without = ({ roster }: Commit, person: Person) =>
  roster.filter(({ userId }) => !equal(userId, person.userId));
