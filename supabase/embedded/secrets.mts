/** Owns the stack's own secrets: made once, kept in one file only its owner may read. */
import { createHash, randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { generateApiKey } from "@supabase/lite";
import nacl from "tweetnacl";
import * as z from "zod";
import { StartError } from "./start-error.mts";

const secretsSchema = z.object({
  jwtSecret: z.string().min(32),
  publishableKey: z.string().startsWith("sb_publishable_"),
  secretKey: z.string().startsWith("sb_secret_"),
  /** Of the superuser and of the login roles of the gateway. */
  databasePassword: z.string().min(16),
  /** Seeds (32 bytes, base64) of the Ed25519 keys that certify moderators and sign filter policies. */
  moderationRootSeed: z.base64(),
  moderationPolicySeed: z.base64(),
});

export type Secrets = z.infer<typeof secretsSchema>;

/**
 * The secrets of the data folder, made (mode 0600) when the folder has none yet.
 * @throws StartError the file is damaged, or it is missing while there is a database that only its password opens
 */
export async function loadSecrets(dataDir: string): Promise<Secrets> {
  const path = join(dataDir, "secrets.json");
  if (existsSync(path)) {
    const parsed = secretsSchema.safeParse(readJson(path));
    if (parsed.success) return parsed.data;
    throw new StartError(`The file ${path} is damaged. Nothing was changed; start with --reset to begin anew.`);
  }
  if (existsSync(join(dataDir, "postgres", "PG_VERSION")))
    throw new StartError(
      `The file ${path} is missing, and without it the database cannot be opened. Put it back, or start with --reset.`,
    );
  const secrets: Secrets = {
    jwtSecret: randomBytes(48).toString("base64url"),
    publishableKey: (await generateApiKey("publishable")).key,
    secretKey: (await generateApiKey("secret")).key,
    databasePassword: randomBytes(24).toString("base64url"),
    moderationRootSeed: randomBytes(32).toString("base64"),
    moderationPolicySeed: randomBytes(32).toString("base64"),
  };
  mkdirSync(dataDir, { recursive: true });
  writeFileSync(`${path}.new`, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${path}.new`, path);
  return secrets;
}

/** H("mod-root", root public key) of the protocol, as 64 hex digits: what every conversation's genesis names. */
export function moderationRoot(secrets: Secrets): string {
  const { publicKey } = nacl.sign.keyPair.fromSeed(Buffer.from(secrets.moderationRootSeed, "base64"));
  const label = Buffer.from("chat-e2ee/v1/mod-root", "ascii");
  return createHash("sha256").update(Buffer.of(label.length)).update(label).update(publicKey).digest("hex");
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return null;
  }
}
