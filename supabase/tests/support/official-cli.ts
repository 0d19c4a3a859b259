/** Owns the running of the official Supabase CLI against a database of a test. */
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const program = fileURLToPath(new URL("../../../node_modules/supabase/dist/supabase.js", import.meta.url));

/** What the CLI prints. Rejects when it fails. */
export async function supabaseCli(...args: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, [program, ...args], {
    cwd: root,
    maxBuffer: 10_000_000,
  });
  return stdout;
}
