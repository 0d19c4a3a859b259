/** Owns one planted violation for every rule of the house and of the linter: the gates must be seen to fail. */

export interface Planted {
  readonly rule: string;
  readonly path: string;
  readonly text: string;
  /** Line at which the rule must speak; 1 unless told. */
  readonly line?: number;
}

const owns = "/** Owns a planted violation. */\n";
const long = `${owns}${"export {};\n".repeat(300)}`;

/** What house-rules.mjs must find: exactly one violation each. */
export const plantedInHouse: readonly Planted[] = [
  { rule: "server-action-place", path: "app/(chat)/new/form.ts", text: '"use server";\n' },
  { rule: "server-action-place", path: "app/save.tsx", text: 'async function save() {\n  "use server";\n}\n', line: 2 },
  { rule: "server-action-mark", path: "app/(chat)/new/actions.ts", text: 'import "server-only";\n' },
  { rule: "server-only", path: "lib/accounts/queries.ts", text: `${owns}import { cache } from "react";\n` },
  { rule: "server-only", path: "lib/accounts/commands.ts", text: `${owns}import a from "a";\nimport "server-only";\n` },
  { rule: "opening-sentence", path: "lib/chat/silent.ts", text: "export const silent = true;\n" },
  { rule: "opening-sentence", path: "components/chat/silent.tsx", text: '"use client";\n\nimport "react";\n' },
  { rule: "opening-sentence", path: "lib/chat/half.ts", text: "/** half a sentence */\nexport {};\n" },
  { rule: "length", path: "lib/chat/long.ts", text: long, line: 301 },
  { rule: "zod-form", path: "scripts/zod-named.mts", text: `${owns}import { z } from "zod/mini";\n`, line: 2 },
  { rule: "zod-browser", path: "lib/chat/zod-whole.ts", text: `${owns}import * as z from "zod";\n`, line: 2 },
  { rule: "zod-browser", path: "lib/crypto/zod-mini.ts", text: `${owns}import * as z from "zod/mini";\n`, line: 2 },
  { rule: "zod-form", path: "app/zod-default.ts", text: 'import z from "zod";\n' },
  { rule: "valibot-parse", path: "lib/chat/thrown.ts", text: `${owns}v.parse(shape, body);\n`, line: 2 },
  { rule: "parent-path", path: "docs/elsewhere.md", text: "See [the plan](../../plan/page.md).\n" },
  { rule: "parent-path", path: "scripts/elsewhere.mts", text: `${owns}import "../../other/file.mts";\n`, line: 2 },
  { rule: "machine-path", path: "scripts/local.mjs", text: `${owns}open("/home/somebody/notes");\n`, line: 2 },
  { rule: "registry", path: "package-lock.json", text: '"resolved": "https://mirror.example.org/a.tgz"\n' },
  { rule: "escape-hatch", path: "app/loose.ts", text: "export const loose = JSON.parse('1') as any;\n" },
  { rule: "escape-hatch", path: "app/muted.ts", text: "// oxlint-disable-next-line no-var\nvar muted;\n" },
  { rule: "escape-hatch", path: "app/blind.ts", text: "// @ts-ignore because\n" },
  { rule: "unfinished", path: "app/later.ts", text: "// TODO finish\n" },
  { rule: "console", path: "app/loud.ts", text: 'console.log("loud");\n' },
  {
    rule: "silent-region",
    path: "app/ui/silent.tsx",
    text: '<p role="status" className="text-13 empty:hidden">\n',
  },
  { rule: "name", path: "lib/chat/CamelCase.ts", text: owns },
  { rule: "name", path: "lib/chat/utils.ts", text: owns },
  { rule: "name", path: "components/helpers/button.tsx", text: owns },
  { rule: "barrel", path: "lib/chat/index.ts", text: `${owns}export {};\n` },
  { rule: "depth", path: "lib/chat/timeline/row.ts", text: owns },
  { rule: "migration", path: "supabase/migrations/accounts.sql", text: "-- Accounts.\n" },
  { rule: "migration", path: "supabase/migrations/20261120000000_accounts.sql", text: "create table a ();\n" },
  { rule: "note", path: "app/dangling.ts", text: "// see [Note: Nobody wrote this]\n" },
  { rule: "note", path: "app/uncited.ts", text: "// [Note: Nobody cites this]\n" },
];

/** What the linter must find, besides the import table. */
export const plantedInLint: readonly Planted[] = [
  { rule: "no-restricted-globals", path: "lib/chat/database.ts", text: 'indexedDB.open("x");\n' },
  { rule: "no-restricted-properties", path: "lib/chat/window.ts", text: 'globalThis.indexedDB.open("x");\n' },
  { rule: "no-restricted-properties", path: "components/chat/html.ts", text: 'document.body.innerHTML = "<b>";\n' },
  { rule: "no-restricted-imports", path: "components/chat/bare-lazy.ts", text: 'export { lazy } from "react";\n' },
  { rule: "no-restricted-imports", path: "app/dynamic.ts", text: 'export { default } from "next/dynamic";\n' },
  {
    rule: "no-restricted-properties",
    path: "components/ui/react-lazy.ts",
    text: 'import * as React from "react";\nexport const lazy = React.lazy;\n',
  },
  {
    rule: "no-danger",
    path: "components/chat/danger.tsx",
    text: 'export const Danger = () => <p dangerouslySetInnerHTML={{ __html: "x" }} />;\n',
  },
  { rule: "no-console", path: "lib/chat/console.ts", text: "console.error(1);\n" },
  { rule: "no-explicit-any", path: "app/any.ts", text: "export const any: any = 1;\n" },
  { rule: "ban-ts-comment", path: "app/ignored.ts", text: "// @ts-ignore\nexport const ignored: string = 1;\n" },
  ...[
    "<p>Delete this message</p>",
    '<p>{busy ? "Saving" : null}</p>',
    "<p>{busy && `Still ${busy}`}</p>",
    '<p>{busy ?? "Nothing"}</p>',
    '<p>{"Sent " + busy}</p>',
    "<p>حذف</p>",
    '<button type="button" aria-label="Close" />',
    '<input placeholder="Search" aria-label={busy} />',
    '<span title={busy ? "Yes" : busy} />',
    '<img src="/a.png" alt="A person" />',
    '<Row label="Theme" />',
    "<Row closeLabel={`Close ${busy}`} />",
  ].map((jsx, at) => ({
    rule: "literal-words",
    path: `components/chat/literal-${at}.tsx`,
    text: `export const Literal = ({ busy, Row }: { busy: string; Row: (props: object) => null }) => [busy, Row, ${jsx}];\n`,
  })),
  { rule: "no-eval", path: "app/eval.ts", text: 'eval("1");\n' },
  { rule: "no-floating-promises", path: "app/floating.ts", text: "Promise.resolve(1);\n" },
  { rule: "no-cycle", path: "app/one.ts", text: 'import { two } from "./two";\nexport const one = () => two();\n' },
  {
    rule: "no-cycle",
    path: "app/two.ts",
    text: 'import { one } from "./one";\nexport const two = (): unknown => one;\n',
  },
];
