/** Owns the house rules that a linter cannot say: what a file is called, how it opens, how long it is, what it may mention. */
import { execFileSync } from "node:child_process";
import { existsSync, globSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * @typedef {{ path: string, text: string }} SourceFile path from the root, with `/`
 * @typedef {{ path: string, line: number, rule: string, message: string }} Violation
 */

const maxLines = 300;
const code = /\.(ts|tsx|mts|mjs|js|css|sql)$/;
const script = /\.(ts|tsx|mts|mjs|js)$/;
const test = /\.(test|property|vectors)\.(ts|tsx|mts)$/;
const generated = /^(lib\/supabase\/database\.types\.ts|next-env\.d\.ts)$/;
/** This file names what it forbids, and its test plants it. */
const self = /^(house-rules\.mjs|scripts\/planted[\w.-]*)$/;
const forbiddenNames = /(^|\/)(utils?|helpers?|misc|types|services|common|hooks|features)(\.\w+)*(\/|$)/;

/** Lines of `text` that match, numbered from 1. */
const linesWith = (/** @type {string} */ text, /** @type {RegExp} */ pattern) =>
  text.split("\n").flatMap((line, index) => (pattern.test(line) ? [index + 1] : []));

/** A rule about each file alone: lines that break it. */
const perFile = (
  /** @type {string} */ rule,
  /** @type {string} */ message,
  /** @type {(file: SourceFile) => number[]} */ find,
) => ({
  rule,
  check: (/** @type {SourceFile[]} */ files) =>
    files.flatMap((file) => find(file).map((line) => ({ path: file.path, line, rule, message }))),
});

/** First statement or comment of a file, after directives such as "use client" and a `#!` line. */
const opening = (/** @type {string} */ text) => text.replace(/^#!.*\n/, "").replace(/^\s*("use \w+";\s*)*/, "");

/** Folders whose files reach the browser: as a whole, or as far as pages use them. */
const inBrowser =
  /^(components|lib\/(base|protocol|crypto|storage|supabase|keystore|outbox|realtime|session|chat|i18n))\//;
const isApp = (/** @type {string} */ path) => /^(app|components|lib)\//.test(path);

export const rules = [
  perFile("server-action-place", '"use server" belongs into app/**/actions.ts only.', ({ path, text }) =>
    script.test(path) && !/^app\/(.+\/)?actions\.ts$/.test(path) ? linesWith(text, /^\s*["']use server["']/) : [],
  ),
  perFile("server-action-mark", 'actions.ts starts with "use server".', ({ path, text }) =>
    /^app\/(.+\/)?actions\.ts$/.test(path) && !/^["']use server["']/.test(text.trimStart()) ? [1] : [],
  ),
  perFile("server-only", 'The first import of this file must be "server-only".', ({ path, text }) =>
    (/^lib\/[^/]+\/(queries|commands)\.ts$/.test(path) || /^lib\/supabase\/(server|admin)\.ts$/.test(path)) &&
    /^import .*$/m.exec(text)?.[0] !== 'import "server-only";'
      ? [1]
      : [],
  ),
  perFile(
    "opening-sentence",
    "The file opens with a comment of one sentence that says what it owns.",
    ({ path, text }) =>
      /^(lib|components|scripts|bench|supabase\/embedded)\//.test(path) &&
      script.test(path) &&
      !test.test(path) &&
      !/^(\/\*\*[^*]*(\*(?!\/)[^*]*)*[.…]\s*\*\/|\/\/ .+)/.test(opening(text))
        ? [1]
        : [],
  ),
  perFile("length", `More than ${maxLines} lines: the file owns more than one thing.`, ({ path, text }) =>
    code.test(path) && text.trimEnd().split("\n").length > maxLines ? [maxLines + 1] : [],
  ),
  perFile("zod-form", 'Write `import * as z from "zod"`: any other form is 67 kB more.', ({ path, text }) =>
    script.test(path) ? linesWith(text, /^\s*import (?!type \* as z |\* as z ).*from ["']zod(\/mini)?["']/) : [],
  ),
  perFile(
    "zod-browser",
    "Write the schema with valibot in what browsers load: zod/mini is 15 kB more there, zod 33.",
    ({ path, text }) => (inBrowser.test(path) && !test.test(path) ? linesWith(text, /from ["']zod(\/mini)?["']/) : []),
  ),
  perFile(
    "valibot-parse",
    "Use v.safeParse and throw a CodedError: what v.parse throws holds the value that did not fit.",
    ({ path, text }) => (isApp(path) && !test.test(path) ? linesWith(text, /\bv\.(parse|assert|parser)\(/) : []),
  ),
  perFile("parent-path", "This relative path leaves the project.", ({ path, text }) =>
    /\.(mts|mjs|js|ts|tsx|md|jsonc?|yml)$/.test(path)
      ? text.split("\n").flatMap((line, index) => {
          const ups = [...line.matchAll(/(?<![\w.…/*])(?:\.\.\/)+(?=[\w@.-])/g)].map(([chain]) => chain.length / 3);
          return ups.some((up) => up > path.split("/").length - 1) ? [index + 1] : [];
        })
      : [],
  ),
  perFile("machine-path", "A path of one machine: use a relative path or os.tmpdir().", ({ text }) =>
    linesWith(text, /(^|[\s"'`(=:])\/(tmp|work|root|home|Users|mnt|workspace)\/[\w.]/),
  ),
  perFile("registry", "The lock file must point at the public registry only.", ({ path, text }) =>
    path === "package-lock.json" ? linesWith(text, /"resolved": "(?!https:\/\/registry\.npmjs\.org\/)/) : [],
  ),
  perFile("escape-hatch", "An escape from the types or the linter without a reason.", ({ path, text }) =>
    script.test(path)
      ? linesWith(text, /\bas any\b|@ts-(ignore|nocheck)|\/[/*].*((eslint|oxlint)-disable|oxfmt-ignore)(?!.* -- \S)/)
      : [],
  ),
  perFile("unfinished", "Write an issue, not a note to come back.", ({ path, text }) =>
    code.test(path) ? linesWith(text, /\b(TODO|FIXME|XXX|HACK)\b/) : [],
  ),
  perFile("console", "Log with lib/base/log: a code and ids.", ({ path, text }) =>
    isApp(path) && script.test(path) && !test.test(path) ? linesWith(text, /\bconsole\.(log|info|debug)\(/) : [],
  ),
  perFile(
    "silent-region",
    "Write empty:sr-only: a region that is not drawn while it is empty is not spoken.",
    ({ path, text }) => (isApp(path) ? linesWith(text, /role="status".*empty:hidden/) : []),
  ),
  perFile("name", "Kebab-case, and a name that says what the file owns.", ({ path }) =>
    (isApp(path) && script.test(path) && !/^([a-z0-9.-]+|\([a-z-]+\)|\[[\w.]+\]|\/)+$/.test(path)) ||
    forbiddenNames.test(path)
      ? [1]
      : [],
  ),
  perFile("barrel", "No index files: import the file that owns the thing.", ({ path }) =>
    isApp(path) && /\/index\.\w+$/.test(path) ? [1] : [],
  ),
  perFile("depth", "Folders in lib and components have no folders of their own.", ({ path }) =>
    /^(lib|components)\/[^/]+\/[^/]+\//.test(path) && !path.startsWith("lib/crypto/vectors/") ? [1] : [],
  ),
  perFile("migration", "A migration is <timestamp>_<concept>.sql and starts with prose.", ({ path, text }) =>
    path.startsWith("supabase/migrations/") &&
    (!/^supabase\/migrations\/\d{14}_[a-z0-9_]+\.sql$/.test(path) || !text.startsWith("-- "))
      ? [1]
      : [],
  ),
  { rule: "note", check: danglingNotes },
];

/**
 * A note is written once, as a comment line that holds nothing but its name in brackets, and cited by that name.
 * @param {SourceFile[]} files
 * @returns {Violation[]}
 */
function danglingNotes(files) {
  const written = new Map();
  const cited = new Map();
  for (const { path, text } of files) {
    if (!code.test(path) && !path.endsWith(".md")) continue;
    text.split("\n").forEach((line, index) => {
      for (const [mention, name] of line.matchAll(/\[Note: ([^\]]+)\]/g)) {
        const alone = line.replace(/^[\s/*#>-]+/, "").trim() === mention;
        const list = alone ? written : cited;
        list.set(name, [...(list.get(name) ?? []), { path, line: index + 1 }]);
      }
    });
  }
  const report = (/** @type {string} */ message) => (/** @type {{ path: string, line: number }} */ place) => ({
    ...place,
    rule: "note",
    message,
  });
  return [
    ...[...cited].flatMap(([name, places]) =>
      written.has(name) ? [] : places.map(report(`No note "${name}" exists.`)),
    ),
    ...[...written].flatMap(([name, places]) => [
      ...(cited.has(name) ? [] : places.map(report(`Nobody cites the note "${name}".`))),
      ...places.slice(1).map(report(`The note "${name}" is written twice.`)),
    ]),
  ];
}

/**
 * Everything in `files` that breaks a rule, in order of path and line.
 * @param {SourceFile[]} files
 * @returns {Violation[]}
 */
export function violations(files) {
  const judged = files.filter(({ path }) => !self.test(path));
  return rules
    .flatMap(({ check }) => check(judged))
    .sort((a, b) => a.path.localeCompare(b.path) || a.line - b.line || a.rule.localeCompare(b.rule));
}

/**
 * Sizes of the source files: tests, generated and data files aside.
 * @param {SourceFile[]} files
 */
export function sizes(files) {
  const lines = files
    .filter(({ path }) => script.test(path) && !test.test(path) && !generated.test(path))
    .map(({ path, text }) => ({ path, lines: text.trimEnd().split("\n").length }))
    .sort((a, b) => a.lines - b.lines);
  const at = (/** @type {number} */ share) => lines[Math.max(0, Math.ceil(share * lines.length) - 1)]?.lines ?? 0;
  return { files: lines.length, median: at(0.5), percentile95: at(0.95), longest: lines.at(-1) };
}

/**
 * Text files of the project: what git tracks, or would track; without git, everything but what tools make.
 * @param {string} root
 * @returns {SourceFile[]}
 */
export function projectFiles(root) {
  return paths(root)
    .filter((path) => path !== "" && !generated.test(path) && existsSync(join(root, path)))
    .filter((path) => /\.(ts|tsx|mts|mjs|js|css|sql|md|jsonc?|ya?ml|toml|html|svg)$|(^|\/)[^.]+$/.test(path))
    .map((path) => ({ path, text: readFileSync(join(root, path), "utf8") }));
}

function paths(/** @type {string} */ root) {
  const options = { cwd: root, stdio: /** @type {["ignore", "pipe", "ignore"]} */ (["ignore", "pipe", "ignore"]) };
  try {
    return execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], options)
      .toString()
      .split("\0");
  } catch {
    const made = /^(node_modules|\.next|\.parley|\.git|test-results|coverage|screens)$/;
    return globSync("**/*", { cwd: root, withFileTypes: true, exclude: ({ name }) => made.test(name) })
      .filter((entry) => entry.isFile())
      .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join("/"));
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const files = projectFiles(fileURLToPath(new URL(".", import.meta.url)));
  const found = violations(files);
  for (const { path, line, rule, message } of found) process.stdout.write(`${path}:${line} ${rule}: ${message}\n`);
  const { files: count, median, percentile95, longest } = sizes(files);
  process.stdout.write(
    `${count} source files: median ${median} lines (at most 80), 95th percentile ${percentile95} (250), longest ${longest?.lines} (${longest?.path})\n`,
  );
  process.exitCode = found.length > 0 ? 1 : 0;
}
