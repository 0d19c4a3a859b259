import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Bytes, isZero, toHex } from "@/lib/base/bytes";
import { type Commit, type Reason, reasons, type Role, type Roster, type RosterEntry } from "@/lib/protocol/commit";
import { zeroId } from "@/lib/protocol/layout";
import {
  alice,
  bob,
  carol,
  caseId,
  dave,
  direct,
  disputed,
  group,
  moderatorOf,
  moderators,
  people,
  tampered,
} from "./commit-world.fixture";
import type { Conversation } from "./world.fixture";
import { entryOf, idOf, Person, rosterOf, startTime } from "./world.fixture";

const carolRotated = new Person("carol");
carolRotated.renew(1);
const aliceReset = new Person("alice");
aliceReset.renew(2);
const known = [aliceReset, bob, carolRotated, dave, ...moderators];
const stranger = new Person("stranger");
const otherCase = idOf("other case");

/** What the oracle is told of a starting point: nothing that the code under test has computed. */
interface Start {
  readonly conversation: Conversation;
  readonly add: number;
  readonly direct: boolean;
  /** Moderator of the open case, opened by Alice. */
  readonly moderator: Person | null;
  readonly closed: boolean;
  readonly leaver: { readonly person: Person; readonly seq: number } | null;
}

function starts(): Start[] {
  const plain = { direct: false, moderator: null, closed: false, leaver: null };
  const [open, moderator] = disputed(2);
  const [closing] = disputed(1);
  closing.change(alice, { reason: reasons.disputeClose });
  const leaving = group(1);
  leaving.say(carol, { v: 1, t: "leave", ts: startTime });
  return [
    ...([0, 1, 2] as const).map((add) => ({ ...plain, conversation: group(add), add })),
    { ...plain, conversation: direct(), add: 0, direct: true },
    { ...plain, conversation: open, add: 2, moderator },
    { ...plain, conversation: closing, add: 1, closed: true },
    { ...plain, conversation: leaving, add: 1, leaver: { person: carol, seq: 2 } },
  ];
}

const ids = (roster: Roster) => new Map(roster.map((entry) => [toHex(entry.userId), entry]));
const sameKeys = (a: RosterEntry, b: RosterEntry) => toHex(a.edPk) + toHex(a.xPk) === toHex(b.edPk) + toHex(b.xPk);

/** The rule table C10 to C21 in plain words, written without looking at the code it judges. */
function oracle(
  start: Start,
  selected: Bytes,
  before: Roster,
  after: Commit,
  author: Bytes,
  accepted: boolean,
): boolean {
  const [old, now] = [ids(before), ids(after.roster)];
  const by = old.get(toHex(author));
  if (!by) return false;
  const moderates = by.role === 3;
  const admin = by.role === 2;
  const joined = [...now].filter(([id]) => !old.has(id)).map(([, entry]) => entry);
  const gone = [...old].filter(([id]) => !now.has(id)).map(([, entry]) => entry);
  const kept = [...old].flatMap(([id, entry]) => (now.has(id) ? [[entry, now.get(id)!] as const] : []));
  const reason = Object.entries(reasons).find(([, code]) => code === after.reason)![0];
  const count = (roster: Iterable<RosterEntry>, role: Role) =>
    [...roster].filter((entry) => entry.role === role).length;
  // Roles
  const moved = kept.filter(([a, b]) => a.role !== b.role);
  if (moved.some(([a, b]) => a.role === 3 || b.role === 3)) return false;
  if ((moved.length > 0 || count(joined, 2) > 0) && !admin) return false;
  const adminsStaying =
    reason === "leave"
      ? count(
          kept.map(([a]) => a),
          2,
        )
      : count(before, 2);
  if (adminsStaying > 0 && count(after.roster, 2) === 0) return false;
  // Keys
  const rekeyed = kept.filter(([a, b]) => !sameKeys(a, b));
  if (rekeyed.length > 0 && (reason !== "key" || moderates)) return false;
  const honest = [carolRotated, ...(accepted ? [aliceReset] : [])];
  const fine = (entry: RosterEntry) => honest.some((person) => sameKeys(entryOf(person), entry));
  if (!rekeyed.every(([, entry]) => fine(entry))) return false;
  // Who comes and who goes
  const newcomers = joined.filter((entry) => entry.role !== 3);
  const mayAdd = start.add === 2 ? !moderates : start.add === 1 && admin;
  if (newcomers.length > 0 && (reason !== "add" || start.direct || !mayAdd)) return false;
  const departed = gone.filter((entry) => entry.role !== 3).map((entry) => toHex(entry.userId));
  const leaver = start.leaver && toHex(start.leaver.person.userId);
  if (start.leaver && after.seenSeq >= start.leaver.seq && !departed.includes(leaver!)) return false;
  if (!now.has(toHex(author)) && !(moderates && reason === "disputeClose")) return false;
  const asked = reason === "leave" && departed.every((id) => id === leaver);
  const removable = !start.direct && !moderates && (asked || (reason === "remove" && admin));
  if (departed.length > 0 && !removable) return false;
  // Moderators and cases
  const appointed = joined.filter((entry) => entry.role === 3).map((entry) => toHex(entry.userId));
  const opens = reason === "disputeOpen" && !moderates && !isZero(after.caseId) && appointed.join() === toHex(selected);
  if ((appointed.length > 0 || reason === "disputeOpen") && !opens) return false;
  const opener = toHex(author) === toHex(alice.userId);
  const closes = reason === "disputeClose" && (moderates || opener) && count(after.roster, 3) === 0;
  if (count(gone, 3) > 0 && !closes) return false;
  if (reason === "disputeClose" && !(start.moderator && closes)) return false;
  const expected = start.moderator
    ? [caseId]
    : count(after.roster, 3) === 0
      ? [zeroId]
      : start.closed
        ? [otherCase]
        : [caseId, otherCase];
  if (!expected.some((id) => toHex(id) === toHex(after.caseId))) return false;
  // Policy, and what moderators may do at all
  const policyChanged = after.policy.add !== start.add || after.policy.retentionDays !== 365;
  const oneOfTwo = start.direct && !moderates && after.policy.add === start.add;
  if (policyChanged && (reason !== "policy" || !(admin || oneOfTwo))) return false;
  return !moderates || reason === "periodic" || reason === "disputeClose";
}

type Edit = (roster: Roster, start: Start, selected: RosterEntry) => Roster;
const minus =
  (person: Person): Edit =>
  (roster) =>
    roster.filter((e) => toHex(e.userId) !== toHex(person.userId));
const plus =
  (entry: RosterEntry): Edit =>
  (roster) =>
    rosterOf(...minus(stranger)(roster, {} as Start, entry), ...(ids(roster).has(toHex(entry.userId)) ? [] : [entry]));
const put =
  (entry: RosterEntry): Edit =>
  (roster) =>
    roster.map((e) => (toHex(e.userId) === toHex(entry.userId) ? { ...entry, role: e.role } : e));
const role =
  (person: Person, value: Role): Edit =>
  (roster) =>
    roster.map((e) => (toHex(e.userId) === toHex(person.userId) ? { ...e, role: value } : e));

const edits: Readonly<Record<string, Edit>> = {
  "add Dave": plus(entryOf(dave)),
  "add Dave as admin": plus(entryOf(dave, 2)),
  "remove Carol": minus(carol),
  "remove Alice": minus(alice),
  "promote Carol": role(carol, 2),
  "demote Alice": role(alice, 1),
  "make Carol moderator": role(carol, 3),
  "rotate Carol": put(entryOf(carolRotated)),
  "reset Alice": put(entryOf(aliceReset)),
  "steal Carol": put({ ...entryOf(dave), userId: carol.userId }),
  appoint: (roster, start, selected) => plus(selected)(roster, start, selected),
  "appoint another": (roster, start, selected) =>
    plus(
      entryOf(
        moderators.find((m) => toHex(m.userId) !== toHex(selected.userId) && m !== start.moderator)!,
        3,
      ),
    )(roster, start, selected),
  dismiss: (roster) => roster.filter((entry) => entry.role !== 3),
};

/** Changes that belong together, so that a good part of the runs is acceptable. */
const coherent: readonly (readonly [Reason, readonly string[]])[] = [
  [reasons.add, ["add Dave"]],
  [reasons.remove, ["remove Carol"]],
  [reasons.leave, ["remove Carol"]],
  [reasons.periodic, []],
  [reasons.key, ["rotate Carol"]],
  [reasons.key, ["reset Alice"]],
  [reasons.disputeOpen, ["appoint"]],
  [reasons.disputeClose, ["dismiss"]],
  [reasons.policy, ["promote Carol"]],
];

describe("PT-7: commits with random edits", () => {
  it("are accepted exactly if the oracle of the rule table says so", { timeout: 120_000 }, () => {
    const all = starts();
    const selections = all.map(({ conversation, moderator, leaver }) => {
      // While somebody wants to leave no dispute can be opened; the selection is that of the same group before.
      const probe = leaver ? group(1) : conversation.copy();
      const before = moderator ? [moderator] : [];
      probe.change(alice, { reason: reasons.disputeOpen, caseId: otherCase });
      const entries = probe
        .log(bob)
        .roster.filter((e) => e.role === 3 && before.every((m) => toHex(m.userId) !== toHex(e.userId)));
      expect(moderatorOf(probe).name).toMatch(/^mod/);
      return entries[0]!;
    });
    const reasonsFrom2 = Object.values(reasons).filter((reason) => reason !== reasons.create);
    const run = fc.record({
      start: fc.nat(all.length - 1),
      author: fc.constantFrom(alice, alice, alice, bob, carol, moderators[0]!, moderators[1]!, moderators[2]!, dave),
      base: fc.constantFrom(...coherent),
      reason: fc.constantFrom(...Array.from({ length: 24 }, () => null), ...reasonsFrom2),
      extra: fc.subarray(Object.keys(edits), { maxLength: 2 }),
      tangled: fc.constantFrom(false, false, true),
      // Mostly the case id that fits.
      caseId: fc.constantFrom("fits", "fits", "fits", "fits", "zero", "other"),
      policy: fc.constantFrom({}, {}, {}, {}, { add: 2 as const }, { retentionDays: 7 }),
      seesLeave: fc.constantFrom(true, true, false),
      accepted: fc.boolean(),
    });
    let accepted = 0;
    let runs = 0;
    fc.assert(
      fc.property(run, (r) => {
        const start = all[r.start]!;
        const selected = selections[r.start]!;
        const conversation = start.conversation.copy();
        conversation.knowing.people = known;
        conversation.knowing.accepted = r.accepted;
        const [baseReason, baseEdits] = r.base;
        let judgedCommit: Commit | null = null;
        const verdict = tampered(conversation, r.author, (rotation) => {
          const names = [...baseEdits, ...(r.tangled ? r.extra : [])];
          const roster = names.reduce((list, name) => edits[name]!(list, start, selected), rotation.roster);
          const needsCase = start.moderator ? caseId : roster.some((e) => e.role === 3) ? otherCase : zeroId;
          judgedCommit = {
            ...rotation,
            reason: r.reason ?? baseReason,
            roster,
            policy: { ...rotation.policy, ...r.policy },
            caseId: r.caseId === "fits" ? needsCase : r.caseId === "zero" ? zeroId : idOf("case"),
            seenSeq: r.seesLeave ? rotation.seenSeq : 1,
            seenTranscript: r.seesLeave ? rotation.seenTranscript : conversation.transcriptAt(1),
          };
          return judgedCommit;
        });
        const before = start.conversation.log(bob).roster;
        const expected = oracle(start, selected.userId, before, judgedCommit!, r.author.userId, r.accepted);
        expect(
          verdict.startsWith("commit"),
          `${verdict}: ${JSON.stringify([r.start, r.author.name, baseReason, r.extra])}`,
        ).toBe(expected);
        runs++;
        if (expected) accepted++;
      }),
      { numRuns: 400 },
    );
    expect(people.length).toBeGreaterThan(4);
    // Neither answer may be rare, or the comparison says little.
    expect(accepted).toBeGreaterThan(runs * 0.05);
    expect(accepted).toBeLessThan(runs * 0.6);
  });
});
