/** Owns the ways to break a source file for mutation testing: a list of small textual changes, none in comments, imports or types. */

export interface Mutation {
  /** Where the original text begins and ends, in UTF-16 code units. */
  readonly start: number;
  readonly end: number;
  readonly replacement: string;
  readonly rule: string;
  /** Line of the change, from 1. */
  readonly line: number;
}

const blank = (text: string) => text.replaceAll(/[^\n]/g, " ");

/** The source with comments, imports and types blanked, and with the content of literals blanked too if asked for. */
function masked(source: string, literalsToo: boolean): string {
  const lexeme =
    /\/\*[\s\S]*?\*\/|\/\/[^\n]*|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`|(?<=[(,=:?&|]\s*)\/(?![*/])(?:[^/\\\n]|\\.)+\/\w*/g;
  const withoutText = source.replaceAll(lexeme, (found) => {
    const comment = found.startsWith("/*") || found.startsWith("//");
    return comment ? blank(found) : literalsToo ? found[0] + blank(found.slice(1, -1)) + found.at(-1) : found;
  });
  return withoutText
    .replaceAll(/^import [\s\S]*?;$/gm, blank)
    .replaceAll(/^(?:export )?interface [\s\S]*?^\}$/gm, blank)
    .replaceAll(/^(?:export )?type [\s\S]*?;$/gm, blank);
}

/** Operators, as they stand between blanks, and what each becomes. */
const operators: Readonly<Record<string, string>> = {
  "===": "!==",
  "!==": "===",
  "<": "<=",
  "<=": "<",
  ">": ">=",
  ">=": ">",
  "&&": "||",
  "||": "&&",
  "+": "-",
  "-": "+",
  "*": "/",
  "/": "*",
  "%": "*",
  "**": "*",
  "&": "|",
  "<<": ">>",
  ">>": "<<",
};

/** Names that have an opposite. */
const opposites: Readonly<Record<string, string>> = {
  true: "false",
  false: "true",
  every: "some",
  some: "every",
  "Math.max": "Math.min",
  "Math.min": "Math.max",
  "Math.floor": "Math.ceil",
  "Math.ceil": "Math.floor",
  startsWith: "endsWith",
  endsWith: "startsWith",
  padStart: "padEnd",
  toLowerCase: "toUpperCase",
  toUpperCase: "toLowerCase",
};

/** Index just behind the bracket that closes the one at `open`. */
function closing(code: string, open: number): number {
  let depth = 0;
  for (let at = open; at < code.length; at++) {
    if (code[at] === "(") depth++;
    if (code[at] === ")" && --depth === 0) return at + 1;
  }
  return code.length;
}

/** All mutations of a source, in order. */
export function mutationsOf(source: string): Mutation[] {
  const code = masked(source, true);
  const text = masked(source, false);
  const found: Mutation[] = [];
  const add = (rule: string, start: number, end: number, replacement: string) => {
    found.push({ rule, start, end, replacement, line: source.slice(0, start).split("\n").length });
  };

  for (const { index } of code.matchAll(/\bif \(/g)) {
    const end = closing(code, index + 3);
    add("condition is never true", index + 4, end - 1, "false");
    add("condition is always true", index + 4, end - 1, "true");
  }
  for (const { index, 0: statement } of code.matchAll(/\bthrow [^;]*;/g)) {
    add("throw removed", index, index + statement.length, ";");
  }
  for (const { index, 0: statement } of code.matchAll(/(?<=^\s+)(?!return|throw|super)[\w.]+\([^;\n]*\);$/gm)) {
    add("call removed", index, index + statement.length, ";");
  }
  for (const { index, 1: operator = "" } of code.matchAll(/(?<=[\w)\]"'`] )([=!<>&|+\-*/%]{1,3})(?= [\w("'`!-])/g)) {
    const replacement = operators[operator];
    if (replacement) add("operator", index, index + operator.length, replacement);
  }
  for (const { index } of code.matchAll(/(?<=[(\s])!(?=[\w(])/g)) add("negation removed", index, index + 1, "");
  for (const { index, 0: step } of code.matchAll(/\+\+|--/g))
    add("step", index, index + 2, step === "++" ? "--" : "++");
  for (const { index, 0: name } of code.matchAll(/\b(?:Math\.\w+|true|false|\w+)\b/g)) {
    const replacement = Object.hasOwn(opposites, name) ? opposites[name] : undefined;
    if (replacement) add("opposite", index, index + name.length, replacement);
  }
  for (const { index, 0: number } of code.matchAll(/(?<![\w.])(?:0x[\da-f_]+|\d[\d_]*(?:\.\d+)?)(?![\w.])/g)) {
    add("number", index, index + number.length, String(Number(number.replaceAll("_", "")) + 1));
  }
  for (const { index, 0: literal } of text.matchAll(/"(?:[^"\\\n]|\\.)*"/g)) {
    const detail = /CodedError\("E_\w+", $/.test(text.slice(0, index));
    if (detail || code[index] !== '"') continue;
    const replacement = /^"E_[A-Z_]+"$/.test(literal) ? '"E_UNEXPECTED"' : `${literal.slice(0, -1)}~"`;
    add("text", index, index + literal.length, replacement);
  }
  return found.toSorted((a, b) => a.start - b.start);
}

/** The source with one mutation applied. */
export function mutate(source: string, { start, end, replacement }: Mutation): string {
  return source.slice(0, start) + replacement + source.slice(end);
}
