/**
 * Owns `npm run platform-key -- "<name>"`: makes a host platform and prints its key, once.
 * Which deployment: NEXT_PUBLIC_SUPABASE_URL and SUPABASE_SECRET_KEY, or else the stack that `npm start` runs here.
 */
import { createHash, randomBytes } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseEnv } from "node:util";
import * as z from "zod";

const platformSchema = z.object({ platform: z.uuid() });

const name = process.argv.slice(2).join(" ").trim();
if (name === "" || name.length > 64) stop('Say the platform\'s name: npm run platform-key -- "Example Market"');

const { url, secretKey } = deployment();
const key = `pk_${randomBytes(32).toString("base64url")}`;
const response = await fetch(`${url}/rest/v1/rpc/host_create_platform`, {
  method: "POST",
  headers: { apikey: secretKey, "content-type": "application/json" },
  body: JSON.stringify({ name, key_hash: createHash("sha256").update(key).digest("hex") }),
}).catch(() => stop(`Nothing answers at ${url}. Is it running? (npm start)`));
if (!response.ok) stop(`The database refused: HTTP ${response.status} ${await response.text()}`);
const { platform } = platformSchema.parse(await response.json());
process.stdout.write(`Platform ${platform} (${name})\nKey, shown this once: ${key}\n`);

function deployment(): { url: string; secretKey: string } {
  const folder = process.env["PARLEY_DATA"] ?? fileURLToPath(new URL("../.parley", import.meta.url));
  const running = join(folder, "stack.env");
  const local = existsSync(running) ? parseEnv(readFileSync(running, "utf8")) : {};
  const { NEXT_PUBLIC_SUPABASE_URL: url, SUPABASE_SECRET_KEY: secretKey } = { ...local, ...process.env };
  if (!url || !secretKey) stop("Set NEXT_PUBLIC_SUPABASE_URL and SUPABASE_SECRET_KEY, or run npm start first.");
  return { url, secretKey };
}

function stop(sentence: string): never {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}
