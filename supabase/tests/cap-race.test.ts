import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Model, begin, commitArguments, following } from "./support/conversation";
import { type Database, openDatabase } from "./support/database";
import { type Person, addPerson } from "./support/people";

/** A roster holds so many at most, moderators included. */
const cap = 256;

let db: Database;
let admins: [Person, Person];
let members: Person[];
let newcomers: Person[];
let chat: Model;

beforeAll(async () => {
  db = await openDatabase();
  const all: Person[] = [];
  for (let i = 0; i < cap + 2; i += 16)
    all.push(...(await Promise.all(Array.from({ length: 16 }, (_, j) => addPerson(db, `p${i + j}`)))));
  admins = [all[0]!, all[1]!];
  members = all.slice(2, cap - 1);
  newcomers = all.slice(cap - 1, cap + 2);
  chat = await begin("group", [admins[0], admins[1], ...members], { policyAdd: 2 });
}, 120_000);
afterAll(() => db.close());

const roster = (...more: Person[]) => [
  admins[0].entry(2),
  ...[admins[1], ...members, ...more].map((person) => person.entry(1)),
];
const adding = (by: Person, ...more: Person[]) =>
  commitArguments(following(chat, by, { reason: 2, roster: roster(...more) }));
const size = async () =>
  (
    await db.query<{ listed: number; counted: number }>(
      `select count(*)::int as listed, min(c.member_count)::int as counted
        from chat.members m join chat.conversations c on c.id = m.conversation_id where c.id = $1 and m.left_seq is null`,
      [chat.id],
    )
  ).rows[0];

describe("a sealed group with one place left (#9)", () => {
  it("takes one of two who are added at the same moment; the other commit is of an epoch that has passed", async () => {
    const [one, two] = [adding(admins[0], newcomers[0]!), adding(admins[1], newcomers[1]!)];
    const { second, waited } = await db.overlap(admins[0], ["commit", one], () => admins[1].call("commit", two));
    expect(waited).toBe(true);
    expect(second).toMatchObject({ reason: { message: "E_STALE_EPOCH" } });
    expect(await size()).toEqual({ listed: cap, counted: cap });
  });

  it("takes nobody beyond, whoever asks and however it is put", async () => {
    const { epoch, commit_hash } = (
      await db.query<{ epoch: number; commit_hash: Buffer }>(
        "select epoch::int, commit_hash from chat.conversations where id = $1",
        [chat.id],
      )
    ).rows[0]!;
    Object.assign(chat, { epoch, commitHash: new Uint8Array(commit_hash) });
    const answers = await Promise.allSettled(
      [admins[0], admins[1]].map((admin) => admin.call("commit", adding(admin, ...newcomers))),
    );
    expect(answers.map((answer) => answer.status === "rejected" && (answer.reason as Error).message)).toEqual([
      "E_FORMAT",
      "E_FORMAT",
    ]);
    expect(await size()).toEqual({ listed: cap, counted: cap });
  });
});
