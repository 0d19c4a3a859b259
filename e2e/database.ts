/** Owns the way of stories into their own database, where no page leads. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";

const folder = process.env["PARLEY_DATA"] ?? "";

/** The database of the stories, as its owner. */
export async function connectDatabase(): Promise<pg.Client> {
  const env = readFileSync(join(folder, "stack.env"), "utf8");
  const client = new pg.Client(/^DATABASE_URL=(.*)$/m.exec(env)?.[1]?.replaceAll('"', ""));
  await client.connect();
  return client;
}
