import { describe, expect, it } from "vitest";
import { isEmpty, parseQuery, resolveQuery } from "./search-query";
import type { ConversationRow, PersonView } from "./view";

const person = (userId: string, name: string, handle: string): PersonView => ({
  userId,
  name,
  handle,
  me: false,
  trust: "unverified",
});
const row = (id: string, title: string, people: PersonView[]) => ({ id, title, people }) as unknown as ConversationRow;

const bob = person("b", "Bob Okafor", "bob_o");
const zoe = person("z", "Zoë Bobek", "zoe");
const rows = [row("1", "Bob Okafor", [bob]), row("2", "Café planning", [bob, zoe])];
const me = { userId: "me", names: ["Alice", "alice", "me"] };
const resolve = (text: string, only?: string) => resolveQuery(parseQuery(text), rows, me, only);

describe("what is typed", () => {
  it("is words, and phrases in quotation marks", () => {
    expect(parseQuery('tea "two sugars" please').words).toEqual(["tea", "two sugars", "please"]);
    expect(parseQuery('not "closed yet').words).toEqual(["not", "closed yet"]);
  });

  it("may hold conditions, in any order and case", () => {
    const typed = parseQuery('has:link from:@bob hello in:"café planning" HAS:files before:2026-11-27 after:2025');
    expect(typed).toEqual({
      words: ["hello"],
      from: ["bob"],
      in: ["café planning"],
      has: ["link", "file"],
      after: new Date(2025, 0, 1).getTime(),
      before: new Date(2026, 10, 27).getTime(),
    });
  });

  it.each(["before:soon", "after:2026-02-30", "has:patience", "http://x"])("%s is a word, not a condition", (text) => {
    expect(parseQuery(text)).toMatchObject({ words: [text], has: [], after: null, before: null });
  });

  it("is nothing while a condition has no value yet", () => {
    for (const text of ["", "  ", "from:", 'in:"', '"']) expect(isEmpty(parseQuery(text))).toBe(text !== "from:");
    expect(isEmpty(parseQuery("has:link"))).toBe(false);
  });
});

describe("names", () => {
  it("fit by the beginning of any of their words, or of the handle", () => {
    expect(resolve("from:bob").authors).toEqual(["b", "z"]);
    expect(resolve("from:okaf").authors).toEqual(["b"]);
    expect(resolve("from:bob_").authors).toEqual(["b"]);
    expect(resolve('from:"zoe b"').authors).toEqual(["z"]);
    expect(resolve("from:me").authors).toEqual(["me"]);
    expect(resolve("from:nobody").authors).toEqual([]);
    expect(resolve("hello").authors).toBeNull();
  });

  it("of conversations fit anywhere in the title, and one conversation is one conversation", () => {
    expect(resolve("in:plan").conversations).toEqual(["2"]);
    expect(resolve("in:nothing").conversations).toEqual([]);
    expect(resolve("in:plan", "1").conversations).toEqual(["1"]);
    expect(resolve("x").conversations).toBeNull();
  });
});
