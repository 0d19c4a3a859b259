import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Inline, parseMarkdown, plainText } from "./markdown";

/** A short form of the tree, to be read in one glance. */
const show = (text: string) =>
  parseMarkdown(text).map((block) => {
    if (block.kind === "code") return `code{${block.text}}`;
    if (block.kind === "list") return `list${block.start ?? ""}{${block.items.map((item) => inline(item)).join("|")}}`;
    return `${block.kind === "quote" ? "quote" : "p"}{${inline(block.children)}}`;
  });
const inline = (children: readonly Inline[]): string =>
  children
    .map((child) => {
      if ("children" in child) return `${child.kind}(${inline(child.children)})`;
      if (child.kind === "override") return "override()";
      return child.kind === "text" ? child.text : `${child.kind}(${child.text})`;
    })
    .join("");

describe("marked text", () => {
  it.each([
    ["**bold** and *slanted* and _too_", "p{strong(bold) and em(slanted) and em(too)}"],
    ["~~gone~~ ~also~", "p{strike(gone) strike(also)}"],
    ["**bold _and slanted_**", "p{strong(bold em(and slanted))}"],
    ["`a **b** c`", "p{code(a **b** c)}"],
    ['(*so*), "**this**"', 'p{(em(so)), "strong(this)"}'],
    ["see **https://a.example/x_y_z**!", "p{see strong(address(https://a.example/x_y_z))!}"],
    ["one\n\ntwo", "p{one\n\ntwo}"],
  ])("%s", (text, tree) => {
    expect(show(text)).toEqual([tree]);
  });

  it.each([
    "2 * 3 * 4",
    "2*3*4",
    "snake_case_name",
    "a ** b",
    "**",
    "****",
    "~",
    "``",
    "*open",
    "**half*",
    "5 ~ 6 ~ 7",
    "*_",
  ])("leaves %s as it is", (text) => {
    expect(show(text)).toEqual([`p{${text}}`]);
  });

  it("has quotes, lists and code of several lines", () => {
    const text =
      "Well:\n> so *they* said\n> twice\n- one\n- **two**\n3. three\n4. four\n```\nif (a) {\n  b\n}\n```\nend";
    expect(show(text)).toEqual([
      "p{Well:}",
      "quote{so em(they) said\ntwice}",
      "list{one|strong(two)}",
      "list3{three|four}",
      "code{if (a) {\n  b\n}}",
      "p{end}",
    ]);
  });

  it("takes a fence without an end for a line like any other", () => {
    expect(show("```\nnever closed")).toEqual(["p{```\nnever closed}"]);
  });

  it("M10: takes signs that turn text around out of it, and tells where they were", () => {
    expect(show("pay \u202Eevil\u202C")).toEqual(["p{pay override()eviloverride()}"]);
    expect(show("https://a.example/\u202Egpj.exe")).toEqual(["p{address(https://a.example/)override()gpj.exe}"]);
  });

  it("M08: keeps at most four marks on a letter", () => {
    expect(show(`z${"\u0301".repeat(500)}!`)).toEqual([`p{z${"\u0301".repeat(4)}!}`]);
  });

  it("never loses a letter, whatever the signs", () => {
    const parts = ["*", "**", "_", "~", "`", " ", "\n", "> ", "- ", "ä", "ö", "https://x.example/ü", "```"];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...parts), { maxLength: 60 }), (signs) => {
        const letters = (text: string) => text.replaceAll(/[^äöü]/g, "");
        expect(letters(show(signs.join("")).join(""))).toBe(letters(signs.join("")));
      }),
    );
  });

  it("M08: takes linear time, whatever was written to slow it down", () => {
    const hostile = ["*a ", "**a*", "_", "`", "> ", "- ", "[(*", "https://", "~~x ", "*_~", "\n```", "a\u0301\u0301"];
    for (const unit of hostile) {
      const started = performance.now();
      parseMarkdown(unit.repeat(Math.ceil(5000 / unit.length)));
      expect([unit, performance.now() - started < 100]).toEqual([unit, true]);
    }
  });

  it("says in one line what was written", () => {
    expect(plainText("> a\n\n**b** `c`\n- d\n- e")).toBe("a b c d · e");
  });
});
