import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { extendTailwindMerge } from "tailwind-merge";
import { expect, it } from "vitest";
import { cn } from "./cn";

const root = join(import.meta.dirname, "../..");

const tailwind = extendTailwindMerge({
  extend: {
    theme: {
      text: ["12", "13", "14", "15", "16", "18", "22", "28", "40"],
      radius: ["6", "10", "16"],
      shadow: ["float"],
    },
  },
});

const sources = globSync("{app,components}/**/*.{ts,tsx}", { cwd: root })
  .filter((file) => !file.includes(".test.") && !file.endsWith("ui/cn.ts"))
  .map((file) => [file, readFileSync(join(root, file), "utf8")] as const);

/** Everything in quotes that may be a list of classes. */
const lists = (text: string) =>
  [...text.matchAll(/"([a-z0-9&:_\-./[\]()%,*>' ]+)"/g)].flatMap(([, list]) => (list?.trim() ? [list.trim()] : []));

/** Order says nothing in a list of classes, and naming one twice neither. */
function differences(ours: string, theirs: string): string[] {
  const [a, b] = [new Set(ours.split(" ")), new Set(theirs.split(" "))];
  return [
    ...[...a.difference(b)].map((each) => `${each} stays in ${ours}`),
    ...[...b.difference(a)].map((each) => `${each} is lost from ${theirs}`),
  ];
}

it("the later of two rivals wins", () => {
  expect(cn("px-3 text-13 text-ink", false, "px-1 text-danger")).toBe("text-13 px-1 text-danger");
  expect(cn("hover:bg-fill bg-fill", "hover:bg-surface")).toBe("bg-fill hover:bg-surface");
});

it("every list of classes that may meet another in our sources is joined as all of Tailwind's rules would", () => {
  const given = new Set(
    sources.flatMap(([, text]) => [...text.matchAll(/className="([^"]+)"/g)].flatMap(([, list]) => list ?? [])),
  );
  const strange: string[] = [];
  for (const [file, text] of sources) {
    if (!/\b(cn|cva)\(/.test(text)) continue;
    const own = [...new Set(lists(text))];
    for (const first of own)
      for (const second of file.startsWith("components/ui/") ? [...own, ...given] : own)
        strange.push(...differences(cn(first, second), tailwind(first, second)).map((each) => `${file}: ${each}`));
  }
  expect(sources.length).toBeGreaterThan(100);
  expect(given.size).toBeGreaterThan(100);
  expect(strange.slice(0, 20)).toEqual([]);
});
