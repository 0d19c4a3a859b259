import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { begin } from "./support/conversation";
import { type Database, openDatabase } from "./support/database";
import { addPerson, type Person } from "./support/people";

let db: Database;
let people: [Person, Person];
let id: string;
beforeAll(async () => {
  db = await openDatabase();
  people = await Promise.all([addPerson(db, "alice"), addPerson(db, "bob")]);
});
afterAll(() => db.close());
beforeEach(async () => {
  ({ id } = await begin("group", people));
});

/** What makes a conversation that of a state. */
const columns = {
  active: "locked = false, closed_at = null, deletes_at = null",
  closed: "locked = false, closed_at = now(), deletes_at = null",
  deleting: "locked = false, closed_at = null, deletes_at = now() + interval '7 days'",
  locked: "locked = true, closed_at = null, deletes_at = null",
} as const;
type State = keyof typeof columns;
const turn = (state: State) => db.query(`update chat.conversations set ${columns[state]} where id = $1`, [id]);
const allowed = async (before: State, after: State) =>
  (await db.query("select from chat.transitions where before = $1 and after = $2", [before, after])).rowCount === 1;

it("every step from one state to another happens exactly if the table names it", async () => {
  const states = Object.keys(columns) as State[];
  for (const before of states)
    for (const after of states.filter((state) => state !== before)) {
      await turn("active");
      if (before !== "active") await turn(before);
      const outcome = await turn(after).then(
        () => "done",
        (error: Error) => error.message,
      );
      expect([before, after, outcome]).toEqual([
        before,
        after,
        (await allowed(before, after)) ? "done" : "E_IMMUTABLE",
      ]);
      await db.query("alter table chat.conversations disable trigger demand_transition");
      await turn("active");
      await db.query("alter table chat.conversations enable trigger demand_transition");
    }
});

it("a step that is taken out of the table does not happen, whoever asks", async () => {
  await db.query("delete from chat.transitions where before = 'active' and after = 'closed'");
  await expect(people[0].call("conversation_close", { conversation: id, closed: true })).rejects.toThrow("E_IMMUTABLE");
  await db.query("insert into chat.transitions values ('active', 'closed', 'an admin or the platform closes it')");
  await people[0].call("conversation_close", { conversation: id, closed: true });
});
