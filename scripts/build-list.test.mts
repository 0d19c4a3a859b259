import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runInNewContext } from "node:vm";
import { afterEach, beforeEach, expect, it } from "vitest";
import { listAssets, writeBuildList } from "./build-list.mts";

let root = "";

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "parley-build-"));
  for (const folder of [".next/static/chunks", ".next/static/media", "public"])
    mkdirSync(join(root, folder), { recursive: true });
  writeFileSync(join(root, ".next/BUILD_ID"), "build-1\n");
  writeFileSync(join(root, ".next/static/chunks/b.js"), "two");
  writeFileSync(join(root, ".next/static/chunks/a.css"), "one");
  writeFileSync(join(root, ".next/static/chunks/a.js.map"), "{}");
  writeFileSync(join(root, ".next/static/media/font.woff2"), "three");
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

const sha256 = (text: string) => createHash("sha256").update(text).digest("base64");

it("the list names every script, style and font of the build by what is in it, and no map", () => {
  expect(listAssets(root)).toEqual({
    "/_next/static/chunks/a.css": sha256("one"),
    "/_next/static/chunks/b.js": sha256("two"),
    "/_next/static/media/font.woff2": sha256("three"),
  });
});

it("the written script says which build it is of and whether it may wait", () => {
  writeBuildList(root, true);
  const world = { self: {} as { parleyBuild?: unknown } };
  runInNewContext(readFileSync(join(root, "public/sw-build.js"), "utf8"), world);
  expect(world.self.parleyBuild).toMatchObject({ id: "build-1", urgent: true, assets: listAssets(root) });
});

it("a build without files is no build", () => {
  rmSync(join(root, ".next/static"), { recursive: true });
  expect(() => writeBuildList(root, false)).toThrow("no files");
});
