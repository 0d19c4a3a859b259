/** Owns `npm run types`: writes lib/supabase/database.types.ts from the migrations, as the official CLI generates it. */
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { startTestPostgres } from "../supabase/embedded/test-database.mts";

const root = join(import.meta.dirname, "..");
const cli = join(root, "node_modules", "supabase", "dist", "supabase.js");

const postgres = await startTestPostgres();
try {
  const args = [cli, "gen", "types", `--remote=${postgres.templateUrl}`, "--schema", "public"];
  const generated = execFileSync(process.execPath, args, { cwd: root, encoding: "utf8", maxBuffer: 10_000_000 });
  writeFileSync(join(root, "lib/supabase/database.types.ts"), generated.slice(generated.indexOf("export type Json")));
} finally {
  await postgres.stop();
}
