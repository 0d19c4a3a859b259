/** Owns the proof that a change of what is built, and only that, leads to a new build. */
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { hashSources } from "./app-build.mts";

const root = mkdtempSync(join(tmpdir(), "parley-build-"));
afterAll(() => rmSync(root, { recursive: true }));

it("the fingerprint follows the sources", () => {
  for (const folder of ["app", "lib/chat", "docs"]) mkdirSync(join(root, folder), { recursive: true });
  const write = (path: string, text: string) => writeFileSync(join(root, path), text);
  write("app/page.tsx", "one");
  write("lib/chat/a.ts", "a");
  write("proxy.ts", "proxy");
  const first = hashSources(root);
  write("docs/guide.md", "words");
  write("lib/chat/a.test.ts", "a test");
  expect(hashSources(root)).toBe(first);
  write("proxy.ts", "other");
  const second = hashSources(root);
  expect(second).not.toBe(first);
  renameSync(join(root, "lib/chat/a.ts"), join(root, "lib/chat/b.ts"));
  expect(hashSources(root)).not.toBe(second);
});
