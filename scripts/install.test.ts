import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { isInstalled, node24, root } from "./install.mjs";

const folder = mkdtempSync(join(tmpdir(), "parley-install-"));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const wanted = {
  "": { version: "0.1.0" },
  "node_modules/a": { version: "1.0.0" },
  "node_modules/b-other-system": { version: "2.0.0", optional: true },
};
const write = (path: string, packages: object) => {
  writeFileSync(join(folder, path), JSON.stringify({ packages }));
};

beforeEach(() => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, "node_modules"), { recursive: true });
  write("package-lock.json", wanted);
});

describe("whether packages are installed", () => {
  it("is true when everything of the lock file is there, other systems' packages aside", () => {
    write("node_modules/.package-lock.json", { "node_modules/a": { version: "1.0.0" } });
    expect(isInstalled(folder)).toBe(true);
  });

  it("is false without packages, with another version, or with one missing", () => {
    expect(isInstalled(folder)).toBe(false);
    write("node_modules/.package-lock.json", { "node_modules/a": { version: "1.0.1" } });
    expect(isInstalled(folder)).toBe(false);
    write("node_modules/.package-lock.json", {});
    expect(isInstalled(folder)).toBe(false);
  });

  it("is true here", () => {
    expect(isInstalled(root)).toBe(true);
  });
});

describe("the Node that runs everything", () => {
  it("is this one, when it is new enough", () => {
    expect(node24()).toBe(process.execPath);
  });
});
