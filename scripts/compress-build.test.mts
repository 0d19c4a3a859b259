import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliDecompressSync } from "node:zlib";
import { afterEach, expect, it } from "vitest";
import { compressBuild } from "./compress-build.mjs";

const folder = mkdtempSync(join(tmpdir(), "parley-compress-"));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it("every chunk of a build gets its compressed twin, and nothing else does", async () => {
  const chunks = join(folder, "static", "chunks");
  mkdirSync(chunks, { recursive: true });
  const script = "console.log('parley');".repeat(100);
  writeFileSync(join(chunks, "a.js"), script);
  writeFileSync(join(chunks, "b.css"), "p { color: red }");
  writeFileSync(join(chunks, "c.woff2"), "a font is compressed already");
  const manifests = join(folder, "static", "build-id");
  mkdirSync(manifests);
  writeFileSync(join(manifests, "_ssgManifest.js"), "written again when the pages are made");
  expect(await compressBuild(folder)).toBe(2);
  expect(readdirSync(manifests)).toEqual(["_ssgManifest.js"]);
  expect(readdirSync(chunks).toSorted()).toEqual(["a.js", "a.js.br", "b.css", "b.css.br", "c.woff2"]);
  const twin = readFileSync(join(chunks, "a.js.br"));
  expect(brotliDecompressSync(twin).toString()).toBe(script);
  expect(twin.length).toBeLessThan(script.length / 10);
});
