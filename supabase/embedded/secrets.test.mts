/** Owns the proof that secrets are made once, kept private, and that the moderation root is what the protocol says. */
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import nacl from "tweetnacl";
import { afterEach, beforeEach, expect, it } from "vitest";
import { loadSecrets, moderationRoot } from "./secrets.mts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "parley-secrets-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

it("secrets are made once, differ between folders, and are readable by their owner only", async () => {
  const first = await loadSecrets(folder);
  expect(await loadSecrets(folder)).toEqual(first);
  expect(statSync(join(folder, "secrets.json")).mode & 0o777).toBe(0o600);
  const other = await loadSecrets(join(folder, "other"));
  for (const [name, value] of Object.entries(first)) expect(Object.entries(other)).not.toContainEqual([name, value]);
  expect(first.publishableKey).toMatch(/^sb_publishable_/);
  expect(first.secretKey).toMatch(/^sb_secret_/);
});

it("a damaged file is refused, not replaced", async () => {
  writeFileSync(join(folder, "secrets.json"), '{"jwtSecret":"short"}');
  await expect(loadSecrets(folder)).rejects.toThrow("is damaged");
});

it("the moderation root is the labelled hash of the root's public key", async () => {
  const secrets = await loadSecrets(folder);
  const { publicKey } = nacl.sign.keyPair.fromSeed(new Uint8Array(Buffer.from(secrets.moderationRootSeed, "base64")));
  const label = Buffer.from("chat-e2ee/v1/mod-root");
  const expected = createHash("sha256")
    .update(Buffer.concat([Buffer.of(21), label, publicKey]))
    .digest("hex");
  expect(moderationRoot(secrets)).toBe(expected);
});
