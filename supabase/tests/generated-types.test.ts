import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Database, openDatabase } from "./support/database";

let db: Database;
beforeAll(async () => void (db = await openDatabase()));
afterAll(() => db.close());

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

it("lib/supabase/database.types.ts is what the official CLI makes of the migrations", async () => {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [at("../../node_modules/supabase/dist/supabase.js"), "gen", "types", `--remote=${db.url}`, "--schema", "public"],
    { cwd: at("../.."), maxBuffer: 10_000_000 },
  );
  // To write it anew: npx supabase gen types --remote=<url> --schema public, from "export type Json" on.
  expect(stdout.slice(stdout.indexOf("export type Json"))).toBe(
    await readFile(at("../../lib/supabase/database.types.ts"), "utf8"),
  );
});
