import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { codeOf } from "@/lib/base/errors";
import { parseStrictJson } from "./strict-json";

const read = (text: string) => parseStrictJson(text, 6);

describe("strict JSON", () => {
  it("reads what JSON.stringify writes", () => {
    const value = fc
      .json({ maxDepth: 3, stringUnit: "binary" })
      .filter((text) => !/__proto__|constructor|\\u0000/.test(text));
    fc.assert(
      fc.property(value, (text) => {
        const expected: unknown = JSON.parse(text);
        fc.pre(JSON.stringify(expected).isWellFormed());
        expect(parseStrictJson(text, 10)).toEqual(expected);
      }),
      { numRuns: 50 },
    );
  });

  it("reads white space, escapes and numbers as RFC 8259 has them", () => {
    expect(read(' \t\r\n{ "a" : [ 1 , -0.5e+2 , true , false , null ] , "b\\n" : "\\u00e9\\"" } ')).toEqual({
      a: [1, -50, true, false, null],
      "b\n": 'é"',
    });
    expect(read("[]")).toEqual([]);
    expect(read("{ }")).toEqual({});
    expect(read("0")).toBe(0);
  });

  it.each([
    ["M14: duplicate keys", '{"a":1,"a":1}'],
    ["M14: a duplicate behind an escape", '{"a":1,"\\u0061":2}'],
    ["M14: __proto__", '{"__proto__":{"x":1}}'],
    ["M14: __proto__ behind an escape", '{"\\u005f_proto__":1}'],
    ["M14: constructor, nested", '{"a":{"constructor":1}}'],
    ["M07: a lone surrogate", '"\\ud800"'],
    ["M07: a reversed pair", '"\\udc00\\ud800"'],
    ["M07: NUL", '"\\u0000"'],
    ["M07: a lone surrogate in a key", '{"\\udfff":1}'],
    ["a raw control character", '"\n"'],
    ["an unknown escape", '"\\x"'],
    ["an unclosed string", '"abc'],
    ["a string ending in a backslash", '"abc\\'],
    ["an empty text", ""],
    ["trailing text", "{} {}"],
    ["a trailing comma", "[1,]"],
    ["a missing comma", "[1 2]"],
    ["a missing colon", '{"a" 1}'],
    ["a key that is no string", "{a:1}"],
    ["an object that does not end", '{"a":1'],
    ["an object ended as an array", '{"a":1]'],
    ["an array that does not end", "[1"],
    ["a leading zero", "01"],
    ["a leading plus", "+1"],
    ["a lone minus", "-"],
    ["a fraction without digits", "1."],
    ["a number beyond a double", "1e400"],
    ["NaN", "NaN"],
    ["a word that goes on", "truest"],
    ["single quotes", "'a'"],
    ["a comment", "/**/1"],
    ["a byte order mark", "\ufeff1"],
    ["a no-break space", "\u00a01"],
  ])("refuses %s", (_, text) => {
    expect(() => read(text)).toThrow("E_FORMAT");
  });

  it("does not touch any prototype", () => {
    expect(() => read('{"__proto__":{"polluted":true}}')).toThrow("E_FORMAT");
    expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false);
  });

  it("M07: counts nesting up to its limit, and 10,000 levels do not exhaust the stack", () => {
    expect(read("[[[[[[1]]]]]]")).toEqual([[[[[[1]]]]]]);
    expect(() => read("[[[[[[[1]]]]]]]")).toThrow("E_FORMAT");
    expect(() => read('{"a":[{"a":[{"a":[{}]}]}]}')).toThrow("E_FORMAT");
    expect(() => read("[".repeat(10_000) + "]".repeat(10_000))).toThrow("E_FORMAT");
  });

  it("answers any text with a value or E_FORMAT", () => {
    const pieces = fc.array(
      fc.constantFrom("{", "}", "[", "]", ",", ":", '"', "\\", "a", "1", "-", "e", ".", "true", " "),
    );
    fc.assert(
      fc.property(pieces, (parts) => {
        const text = parts.join("");
        try {
          expect(read(text)).toEqual(JSON.parse(text));
        } catch (thrown) {
          expect(codeOf(thrown)).toBe("E_FORMAT");
        }
      }),
      { numRuns: 1000 },
    );
  });
});
