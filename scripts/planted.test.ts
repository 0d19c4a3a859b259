import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { projectFiles, rules, sizes, violations } from "../house-rules.mjs";
import { importTable, packageOwners } from "./import-table.mts";
import { plantedInHouse, plantedInLint } from "./planted-violations.mts";

const root = fileURLToPath(new URL("..", import.meta.url));

describe("the house rules", () => {
  it.each(plantedInHouse)("find $rule in $path, and nothing else", ({ rule, path, text, line = 1 }) => {
    expect(violations([{ path, text }])).toMatchObject([{ rule, path, line }]);
  });

  it("have a planted violation each", () => {
    expect(new Set(plantedInHouse.map(({ rule }) => rule))).toEqual(new Set(rules.map(({ rule }) => rule)));
  });

  it("find nothing in what is right", () => {
    const text = '/** Owns what is right. */\nimport "server-only";\nimport * as z from "zod";\n// see [Note: Right]\n';
    const note = { path: "docs/notes.md", text: "[Note: Right]\n" };
    expect(violations([{ path: "lib/accounts/queries.ts", text }, note])).toEqual([]);
  });

  it("measure source files, not tests", () => {
    const files = [1, 2, 3].map((lines) => ({ path: `lib/a/${lines}.ts`, text: "x\n".repeat(lines) }));
    expect(sizes([...files, { path: "lib/a/a.test.ts", text: "x\n".repeat(99) }])).toMatchObject({
      files: 3,
      median: 2,
      longest: { lines: 3 },
    });
  });

  it("are told about the files of this project", () => {
    const paths = projectFiles(root).map(({ path }) => path);
    expect(paths).toEqual(expect.arrayContaining(["package-lock.json", "proxy.ts", "lib/base/errors.ts"]));
  });
});

/** Modules of every folder of the table, of one it does not name, single files that the table names, and owned packages. */
const modules = [
  ...Object.keys(importTable).map((folder) => `@/${folder}/planted`),
  ...["browser", "client", "errors", "rpc", "server", "admin", "proxy", "session-cookies"].map(
    (file) => `@/lib/supabase/${file}`,
  ),
  ...[
    "@/lib/chat/use-planted",
    "@/lib/session/view",
    "@/lib/stranger/planted",
    "@/messages/en.json",
    "../other/planted",
  ],
  ...Object.keys(packageOwners).map((name) => name.replace(/\*+$/, "planted")),
];

/** True if the table, read as prose, opens `module` to `folder`. */
function isOpen(folder: string, module: string): boolean {
  const owner = Object.entries(packageOwners).find(([name]) => module.startsWith(name.replace(/\/?\*+$/, "")))?.[1];
  if (owner !== undefined) return owner === folder;
  return (importTable[folder] ?? []).some((path) => {
    const end = path.split("/").length > 2 ? "$" : "/";
    return new RegExp(`^@/${path.replaceAll("*", "[^/]*")}${end}`).test(module);
  });
}

/** Signs, classes, ids, and what a person wrote are not words of ours. */
const wordless = `export const Wordless = ({ name }: { name: string }) => (
  <p id="row" className="truncate" dir="auto" data-state={name ? "open" : "closed"}>
    {name} · {name ? "·" : "…"} <span role="status" aria-live="polite" title={name} />
  </p>
);
`;

describe("the linter", () => {
  const folders = [...Object.keys(importTable), "lib/stranger", "components/stranger"];
  let tree = "";
  let found: { rule: string; path: string; line: number }[] = [];

  beforeAll(() => {
    tree = mkdtempSync(join(tmpdir(), "parley-planted-"));
    const write = (path: string, text: string) => {
      mkdirSync(dirname(join(tree, path)), { recursive: true });
      writeFileSync(join(tree, path), text);
    };
    for (const { path, text } of plantedInLint) write(path, text);
    write("components/chat/wordless.tsx", wordless);
    for (const folder of folders)
      write(`${folder}/planted.ts`, modules.map((module) => `import ${JSON.stringify(module)};\n`).join(""));
    mkdirSync(join(tree, "scripts"), { recursive: true });
    for (const file of ["oxlint.config.mts", "scripts/import-table.mts", "scripts/literal-words.mjs", "tsconfig.json"])
      cpSync(join(root, file), join(tree, file));
    symlinkSync(join(root, "node_modules"), join(tree, "node_modules"), "junction");
    found = lint(tree);
  }, 60_000);

  afterAll(() => {
    rmSync(tree, { recursive: true, force: true });
  });

  it.each(plantedInLint)("finds $rule in $path", ({ rule, path }) => {
    expect(found.filter((finding) => finding.path === path).map((finding) => finding.rule)).toContain(rule);
  });

  it("finds no words where there are none", () => {
    expect(found.filter(({ path }) => path === "components/chat/wordless.tsx")).toEqual([]);
  });

  it.each(folders)("refuses %s every import that the table does not open, and no other", (folder) => {
    const refused = found
      .filter(({ path, rule }) => path === `${folder}/planted.ts` && rule === "no-restricted-imports")
      .map(({ line }) => modules[line - 1]);
    expect(new Set(refused)).toEqual(new Set(modules.filter((module) => !isOpen(folder, module))));
  });

  it.each([
    ["lib/accounts", "@/lib/crypto/planted"],
    ["lib/monitoring", "@/lib/keystore/planted"],
    ["app", "@/lib/crypto/planted"],
    ["app", "@/lib/keystore/planted"],
    ["app", "@/lib/supabase/admin"],
    ["components/chat", "@/lib/supabase/browser"],
    ["components/chat", "@/lib/crypto/planted"],
    ["lib/crypto", "@/lib/storage/planted"],
    ["lib/session", "@/lib/supabase/admin"],
    ["lib/stranger", "@/lib/base/planted"],
  ])("keeps keys and servers apart: %s may not import %s", (folder, module) => {
    const line = modules.indexOf(module) + 1;
    expect(line).toBeGreaterThan(0);
    expect(found).toContainEqual({ rule: "no-restricted-imports", path: `${folder}/planted.ts`, line });
  });
});

/** Runs the linter with the project's configuration in another tree. */
function lint(directory: string): { rule: string; path: string; line: number }[] {
  const program = join(root, "node_modules", "oxlint", "bin", "oxlint");
  let output: string;
  try {
    output = execFileSync(process.execPath, [program, "-f", "json", "app", "components", "lib"], {
      cwd: directory,
      encoding: "utf8",
      maxBuffer: 2 ** 26,
    });
  } catch (failure) {
    output = String((failure as { stdout: unknown }).stdout);
  }
  const { diagnostics } = JSON.parse(output) as {
    diagnostics: { code: string; filename: string; labels: { span: { line: number } }[] }[];
  };
  return diagnostics.map(({ code, filename, labels }) => ({
    rule: /\((.*)\)/.exec(code)?.[1] ?? code,
    path: filename.replaceAll("\\", "/"),
    line: labels[0]?.span.line ?? 0,
  }));
}
