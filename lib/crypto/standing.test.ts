import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { equal, toHex } from "@/lib/base/bytes";
import { parseCommit, type Roster } from "@/lib/protocol/commit";
import { group } from "./commit-world.fixture";
import { diffRosters, standingAfter } from "./standing";
import { entryOf, Person, rosterOf, seeded } from "./world.fixture";

const people = Array.from({ length: 6 }, (_, i) => entryOf(new Person(`member ${i}`)));
const variants = people.map((entry) => [
  entry,
  { ...entry, role: 2 as const },
  { ...entry, stmtHash: seeded("statement")(32) },
  { ...entry, edPk: seeded("ed")(32) },
  { ...entry, xPk: seeded("x")(32) },
]);
/** For each person: absent, or one of the variants. */
const roster = fc.tuple(...variants.map((own) => fc.constantFrom(null, ...own))).map((list) => {
  return rosterOf(...list.filter((entry) => entry !== null));
});

const same = (a: Roster[number], b: Roster[number]) =>
  a.role === b.role && equal(a.stmtHash, b.stmtHash) && equal(a.edPk, b.edPk) && equal(a.xPk, b.xPk);
const ids = (list: Roster) => list.map(({ userId }) => toHex(userId));

describe("the difference of two rosters", () => {
  it("is who came, who went, and who changed", () => {
    fc.assert(
      fc.property(roster, roster, (before, after) => {
        const { added, removed, changed } = diffRosters(before, after);
        expect(ids(added)).toEqual(ids(after).filter((id) => !ids(before).includes(id)));
        expect(ids(removed)).toEqual(ids(before).filter((id) => !ids(after).includes(id)));
        const moved = before.flatMap((old) => {
          const now = after.find(({ userId }) => equal(userId, old.userId));
          return now && !same(old, now) ? [{ before: old, after: now }] : [];
        });
        expect(changed).toEqual(moved);
      }),
      { numRuns: 300 },
    );
  });

  it("shares what stays: unchanged rosters and entries are the same objects", () => {
    const conversation = group();
    const first = parseCommit(conversation.events[0]!.body!);
    const again = parseCommit(conversation.events[0]!.body!);
    const hash = conversation.events[0]!.hash;
    const standing = standingAfter(null, first, hash, diffRosters([], first.roster));
    expect(standing.roster).toBe(first.roster);
    const unchanged = standingAfter(standing, again, hash, diffRosters(first.roster, again.roster));
    expect(unchanged.roster).toBe(first.roster);
    const renewed = {
      ...again,
      roster: again.roster.map((entry, i) => (i === 0 ? { ...entry, stmtHash: seeded("statement")(32) } : entry)),
    };
    const { roster: next } = standingAfter(standing, renewed, hash, diffRosters(first.roster, renewed.roster));
    expect(next).toEqual(renewed.roster);
    expect(next[1]).toBe(first.roster[1]);
    expect(next[0]).toBe(renewed.roster[0]);

    // Somebody comes while another changes, or goes: as many on each side do not make the roster the old one.
    const [one, two, ...rest] = first.roster;
    const newcomer = entryOf(new Person("newcomer"));
    const changed = { ...two!, stmtHash: seeded("statement")(32) };
    for (const list of [
      [one!, changed, ...rest, newcomer],
      [one!, ...rest, newcomer],
      [changed, ...rest],
    ]) {
      const moved = { ...again, roster: rosterOf(...list) };
      const after = standingAfter(standing, moved, hash, diffRosters(first.roster, moved.roster));
      expect(after.roster).toEqual(moved.roster);
    }
  });
});
