import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { keptFacts } from "./server-sees";

/** Tables of schema chat that speak of a conversation. */
const about = [
  "conversations",
  "deletion_wishes",
  "members",
  "events",
  "boxes",
  "cases",
  "leaves",
  "pointers",
  "contexts",
  "parties",
  "invites",
  "joins",
  "requests",
  "group_requests",
  "scheduled",
];

function columnsOf(sql: string): readonly string[] {
  return [...sql.matchAll(/create table chat\.(\w+) \(([\s\S]*?)\n\)/g)].flatMap(([, table, body]) =>
    about.includes(table ?? "")
      ? [...(body ?? "").matchAll(/^ {2}(\w+) [a-z]/gm)]
          .map(([, column]) => `${table}.${column}`)
          .filter((name) => !/\.(constraint|references|on)$/.test(name))
      : [],
  );
}

/** Columns that later migrations add. */
function columnsAdded(sql: string): readonly string[] {
  return [...sql.matchAll(/alter table chat\.(\w+)([\s\S]*?);/g)].flatMap(([, table = "", body = ""]) =>
    about.includes(table) ? [...body.matchAll(/add column (\w+)/g)].map(([, column]) => `${table}.${column}`) : [],
  );
}

const folder = "supabase/migrations";
const dropped = readdirSync(folder).flatMap((file) =>
  [...readFileSync(`${folder}/${file}`, "utf8").matchAll(/^drop table chat\.(\w+);/gm)].map(([, table]) => `${table}.`),
);
const stored = readdirSync(folder)
  .filter((file) => file.endsWith(".sql"))
  .map((file) => readFileSync(`${folder}/${file}`, "utf8"))
  .flatMap((sql) => [...columnsOf(sql), ...columnsAdded(sql)])
  .filter((name) => !name.endsWith(".conversation_id") && !dropped.some((table) => name.startsWith(table)));

it("names every column the database keeps of a conversation, and none that it does not", () => {
  expect(stored.length).toBeGreaterThan(40);
  expect(keptFacts.flatMap((seen) => seen.columns).toSorted()).toEqual([...stored].toSorted());
});
