import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Database, openDatabase } from "./support/database";
import { supabaseCli } from "./support/official-cli";

let db: Database;
beforeAll(async () => void (db = await openDatabase()));
afterAll(() => db.close());

it("lib/supabase/database.types.ts is what the official CLI makes of the migrations", async () => {
  const generated = await supabaseCli("gen", "types", `--remote=${db.url}`, "--schema", "public");
  const stored = await readFile(new URL("../../lib/supabase/database.types.ts", import.meta.url), "utf8");
  // To write it anew: npm run types
  expect(generated.slice(generated.indexOf("export type Json"))).toBe(stored);
});
