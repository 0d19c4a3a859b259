/** Owns the reading of JSON that strangers wrote: one meaning only, bounded depth, nothing that reaches a prototype. */
import { CodedError } from "@/lib/base/errors";

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

const number = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const space = /[ \t\n\r]*/y;
const forbiddenKeys: ReadonlySet<string> = new Set(["__proto__", "constructor"]);
const words: ReadonlyMap<string, Json> = new Map<string, Json>([
  ["true", true],
  ["false", false],
  ["null", null],
]);

function refuse(why: string): never {
  throw new CodedError("E_FORMAT", `json: ${why}`);
}

class Parser {
  private readonly text: string;
  private readonly maxDepth: number;
  private at = 0;

  constructor(text: string, maxDepth: number) {
    this.text = text;
    this.maxDepth = maxDepth;
  }

  document(): Json {
    const value = this.value(1);
    this.skipSpace();
    if (this.at !== this.text.length) refuse("trailing text");
    return value;
  }

  private skipSpace(): void {
    space.lastIndex = this.at;
    space.exec(this.text);
    this.at = space.lastIndex;
  }

  /** Skips white space, then takes `token` if it comes next. */
  private took(token: string): boolean {
    this.skipSpace();
    if (!this.text.startsWith(token, this.at)) return false;
    this.at += token.length;
    return true;
  }

  private value(depth: number): Json {
    if (this.took("{")) return this.object(this.nested(depth));
    if (this.took("[")) return this.array(this.nested(depth));
    if (this.text[this.at] === '"') return this.string();
    for (const [word, value] of words) if (this.took(word)) return value;
    return this.number();
  }

  private nested(depth: number): number {
    if (depth > this.maxDepth) refuse("depth");
    return depth + 1;
  }

  private object(depth: number): Json {
    const members = new Map<string, Json>();
    if (this.took("}")) return {};
    do {
      this.skipSpace();
      const key = this.string();
      if (forbiddenKeys.has(key)) refuse("key");
      if (members.has(key)) refuse("duplicate key");
      if (!this.took(":")) refuse("colon");
      members.set(key, this.value(depth));
    } while (this.took(","));
    if (!this.took("}")) refuse("object");
    return Object.fromEntries(members);
  }

  private array(depth: number): Json {
    const items: Json[] = [];
    if (this.took("]")) return items;
    do items.push(this.value(depth));
    while (this.took(","));
    if (!this.took("]")) refuse("array");
    return items;
  }

  private string(): string {
    const from = this.at;
    if (this.text[from] !== '"') refuse("string");
    let end = from + 1;
    while (end < this.text.length && this.text[end] !== '"') end += this.text[end] === "\\" ? 2 : 1;
    this.at = end + 1;
    let value: unknown;
    try {
      value = JSON.parse(this.text.slice(from, this.at));
    } catch {
      refuse("string");
    }
    if (typeof value !== "string" || !value.isWellFormed() || value.includes("\0")) refuse("characters");
    return value;
  }

  private number(): number {
    number.lastIndex = this.at;
    const match = number.exec(this.text);
    const value = match ? Number(match[0]) : Number.NaN;
    if (!Number.isFinite(value)) refuse("value");
    this.at = number.lastIndex;
    return value;
  }
}

/**
 * Parses JSON (RFC 8259) and refuses what could be read in two ways or do harm: duplicate keys, `__proto__` and
 * `constructor`, lone surrogates, U+0000, numbers beyond a double, more than `maxDepth` nested containers.
 * @throws E_FORMAT
 */
export function parseStrictJson(text: string, maxDepth: number): Json {
  return new Parser(text, maxDepth).document();
}
