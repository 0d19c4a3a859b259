/** Owns the lint rules: what is wrong anywhere, and who may import whom (scripts/import-table.mts). */
import { defineConfig, type OxlintOverride } from "oxlint";
import { allowedPatterns, foreignPackages, importTable } from "./scripts/import-table.mts";

/** Rules for the imports of one folder: everything of ours is closed but what the table opens. */
function importRules(folder: string, also: readonly string[] = []): NonNullable<OxlintOverride["rules"]> {
  const packages = foreignPackages(folder);
  return {
    "no-restricted-imports": [
      "error",
      {
        paths: [
          { name: "react", importNames: ["lazy"], message: bareLazy },
          { name: "next/dynamic", message: bareLazy },
        ],
        patterns: [
          {
            group: ["@/**", ...[...allowedPatterns(folder), ...also].map((pattern) => `!${pattern}`)],
            message: `scripts/import-table.mts does not open this to ${folder}.`,
          },
          { group: ["../**", ".."], message: 'Write "@/…" across folders and "./…" inside one.' },
          { group: packages, message: "Another folder owns this package: see scripts/import-table.mts." },
        ],
      },
    ],
    "no-restricted-globals": ["error", ...(folder === "lib/storage" ? [] : [indexedDb])],
    "no-restricted-properties": [
      "error",
      { property: "innerHTML", message: "Text goes through React; HTML from a string is how script gets in." },
      { object: "React", property: "lazy", message: bareLazy },
      { property: "outerHTML", message: "Text goes through React; HTML from a string is how script gets in." },
      ...(folder === "lib/storage" ? [] : [{ property: "indexedDB", message: indexedDb.message }]),
    ],
  };
}

const bareLazy =
  "Code that cannot be had must not take the page with it: components/ui/lazy-part, components/chat/lazily.";
const indexedDb = { name: "indexedDB", message: "Only lib/storage knows IndexedDB." };

const folderRules = Object.keys(importTable).map((folder): OxlintOverride => ({
  files: [`${folder}/**`],
  rules: importRules(folder),
}));

export default defineConfig({
  jsPlugins: ["./scripts/literal-words.mjs"],
  plugins: ["typescript", "import", "react", "nextjs", "jsx-a11y", "promise", "unicorn", "vitest", "oxc"],
  options: { typeAware: true, reportUnusedDisableDirectives: "error" },
  categories: { correctness: "error" },
  ignorePatterns: ["lib/supabase/database.types.ts"],
  rules: {
    eqeqeq: "error",
    "no-eval": "error",
    "no-var": "error",
    "prefer-const": "error",
    "import/no-cycle": "error",
    "oxc/no-barrel-file": "error",
    "react/no-danger": "error",
    "react/rules-of-hooks": "error",
    "react/exhaustive-deps": "error",
    "typescript/no-explicit-any": "error",
    "typescript/ban-ts-comment": "error",
    "typescript/consistent-type-imports": "error",
    "typescript/no-floating-promises": "error",
    "typescript/no-misused-promises": ["error", { checksVoidReturn: { attributes: false } }],
    "typescript/no-misused-spread": ["error", { allow: ["string"] }], // code points are wanted where a text is spread
    "typescript/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: true }],
    "typescript/only-throw-error": "error",
    "typescript/no-deprecated": "error",
    "unicorn/no-abusive-eslint-disable": "error",
    "unicorn/no-useless-spread": "off", // copying a list before calling what may change it is not useless
    "unicorn/no-new-array": "off",
    "promise/no-callback-in-promise": "off", // streams of Node end with a callback
    "react/set-state-in-effect": "off", // what only the browser knows is read after the first paint
    "jsx-a11y/no-noninteractive-tabindex": "off", // what scrolls must be reachable by keyboard
    "jsx-a11y/no-noninteractive-element-interactions": "off", // a list may own the arrow keys of its rows
    "nextjs/no-assign-module-variable": "off",
    "jsx-a11y/no-autofocus": "off", // a page with one form starts in its first field
    "vitest/expect-expect": "off", // expectations may stand in a function of the test file
    "vitest/no-conditional-expect": "off", // a test of many cases may expect one thing of some
    "vitest/require-to-throw-message": "off",
    "vitest/valid-expect": ["error", { maxArgs: 2 }],
    "jsx-a11y/prefer-tag-over-role": "off", // log, feed, status and progressbar are roles here for good reasons
  },
  overrides: [
    {
      files: ["{app,components,lib}/**"],
      rules: { ...importRules("a folder that it does not name"), "no-console": "error" },
    },
    // The gallery speaks to developers, tests speak to nobody.
    { files: ["{app,components}/**/*.tsx"], rules: { "parley/literal-words": "error" } },
    { files: ["app/ui/**", "**/*.test.tsx"], rules: { "parley/literal-words": "off" } },
    ...folderRules,
    { files: ["lib/protocol/*.test.ts"], rules: importRules("lib/protocol", ["@/lib/crypto/vectors/**"]) },
    {
      files: ["**/*.test.{ts,tsx,mts}"],
      rules: { "typescript/no-misused-promises": ["error", { checksVoidReturn: false }] },
    },
    { files: ["proxy.ts", "instrumentation.ts"], rules: rootRules() },
  ],
});

/** Files that Next wants at the root. */
function rootRules(): NonNullable<OxlintOverride["rules"]> {
  const group = ["@/**", "!@/lib/base/**", "!@/lib/supabase/proxy"];
  const message = "The proxy knows lib/base and lib/supabase/proxy.";
  return { "no-restricted-imports": ["error", { patterns: [{ group, message }] }] };
}
