import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { labels, type Operation } from "./labels";
import { D } from "./primitives";

const folder = new URL("./", import.meta.url);
/** Everything but tests and what only tests use; the primitives and what runs ahead of them pass labels through. */
const aside = /\.(test|fixture)\.ts$|^(labels|colliding-box|vector-random|code-when|native-verify)\.ts$/;
const sources = readdirSync(fileURLToPath(folder))
  .filter((name) => name.endsWith(".ts") && !aside.test(name))
  .map((name) => ({ name, text: readFileSync(new URL(name, folder), "utf8").replaceAll(/\/\*\*[\s\S]*?\*\//g, "") }));

const operations: Readonly<Record<string, Operation>> = {
  D: "derive",
  H: "hash",
  sign: "signature",
  verify: "signature",
  cseal: "seal",
  copen: "seal",
  pkseal: "box",
  pkopen: "box",
};

interface Use {
  readonly label: string;
  readonly call: string;
  readonly operation: Operation;
  readonly file: string;
}

/** Labels of an operation that occur as literals in a source, for calls that name their label indirectly. */
function literalsOf(text: string, operation: Operation): string[] {
  const literals = [...text.matchAll(/"([^"\n]+)"/g)].map(([, literal = ""]) => literal);
  return [...new Set(literals)].filter((literal) => labels[literal]?.operation === operation);
}

/** What a label argument stands for: a literal, the labels that a template can give, or the labels named in the file. */
function labelsNamed(argument: string, text: string, operation: Operation): string[] {
  if (argument.startsWith('"')) return [argument.slice(1, -1)];
  const prefix = /^`([^$`]+)\$\{/.exec(argument)?.[1];
  if (prefix !== undefined) return Object.keys(labels).filter((label) => label.startsWith(prefix));
  return literalsOf(text, operation);
}

/** A call of a primitive by its bare name, also behind a spread. */
const call = /(?<!\w)(?<!(?<!\.)\.)(D|H|sign|verify|cseal|copen|pkseal|pkopen)\(\s*/g;
const argument = /^("[^"\n]*"|`[^`]*`|[\w.[\]]+)/;

const uses: Use[] = [];
const unresolved: string[] = [];
for (const { name, text } of sources.filter((source) => source.name !== "primitives.ts")) {
  for (const match of text.matchAll(call)) {
    const callee = match[1] ?? "";
    const operation = operations[callee];
    if (!operation) continue;
    const inside = text.slice(match.index + match[0].length);
    const rest = operation === "seal" ? inside.replace(/^(?:[^,()]|\([^()]*\))+,\s*/, "") : inside;
    const named = argument.exec(rest)?.[1] ?? "";
    const found = labelsNamed(named, text, operation);
    if (found.length === 0) unresolved.push(`${name}: ${callee}(${rest.slice(0, 30)}`);
    for (const label of found) uses.push({ label, call: callee, operation, file: name });
  }
}
uses.push(
  { label: "aad", call: "H", operation: "hash", file: "primitives.ts" },
  { label: "ctx", call: "H", operation: "hash", file: "primitives.ts" },
);

describe("PT-12: every label is used for one purpose", () => {
  it("the scan finds what it should: calls of every operation, literal and indirect", () => {
    expect(unresolved).toEqual([]);
    for (const operation of Object.values(operations)) expect(uses.map((use) => use.operation)).toContain(operation);
    expect(uses).toContainEqual({ label: "id-sig", call: "verify", operation: "signature", file: "identity.ts" });
    expect(uses).toContainEqual({ label: "wrap", call: "copen", operation: "seal", file: "wrap-slot.ts" });
    expect(uses).toContainEqual({ label: "device-link", call: "pkseal", operation: "box", file: "device-link.ts" });
    expect(uses).toContainEqual({ label: "view-sig", call: "sign", operation: "signature", file: "pointer.ts" });
    expect(uses).toContainEqual({ label: "epoch/msg", call: "D", operation: "derive", file: "epoch.ts" });
    const primitives = sources.find(({ name }) => name === "primitives.ts")?.text ?? "";
    expect([...primitives.matchAll(/\bH\("(\w+)"/g)].map(([, label]) => label)).toEqual(["aad", "ctx"]);
  });
  it("every label in the sources is listed, for the operation it is used by", () => {
    const wrong = uses.filter(({ label, operation }) => labels[label]?.operation !== operation);
    expect(wrong).toEqual([]);
  });
  it("no label serves the same operation in two files", () => {
    const places = new Map<string, Set<string>>();
    for (const { label, call: callee, file } of uses) {
      const key = `${callee} ${label}`;
      places.set(key, (places.get(key) ?? new Set()).add(file));
    }
    expect([...places].filter(([, files]) => files.size > 1)).toEqual([]);
  });
  it("every listed label is in use, but those kept for later, and those are not", () => {
    const used = new Set(uses.map(({ label }) => label));
    const listed = Object.entries(labels);
    expect(listed.filter(([label, { later }]) => !later && !used.has(label)).map(([label]) => label)).toEqual([]);
    expect(listed.filter(([label, { later }]) => later && used.has(label)).map(([label]) => label)).toEqual([]);
  });
  it("no two labels give the same bytes, with the three inner labels of a seal counted in", () => {
    const all = Object.entries(labels).flatMap(([label, { operation }]) =>
      operation === "seal" ? [label, `${label}/com`, `${label}/enc`, `${label}/nonce`] : [label],
    );
    expect(new Set(all).size).toBe(all.length);
    expect(Math.max(...all.map((label) => D(label).length))).toBeLessThan(256);
  });
  it("every purpose is stated once", () => {
    const purposes = Object.values(labels).map(({ purpose }) => purpose);
    expect(new Set(purposes).size).toBe(purposes.length);
  });
});

describe("the cryptographic packages", () => {
  it("are imported by the primitives and the password hash only", () => {
    const importers = sources.filter(({ text }) => /from "(tweetnacl|@noble\/|hash-wasm)/.test(text));
    expect(new Set(importers.map(({ name }) => name))).toEqual(new Set(["kdf.ts", "primitives.ts"]));
  });
});
