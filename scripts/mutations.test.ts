import { describe, expect, it } from "vitest";
import { mutate, mutationsOf } from "./mutations.mts";

const mutants = (source: string) => mutationsOf(source).map((mutation) => mutate(source, mutation));

describe("mutations of a source", () => {
  it("break conditions, operators and numbers", () => {
    expect(mutants("if (a < 12) f = 1;")).toEqual([
      "if (false) f = 1;",
      "if (true) f = 1;",
      "if (a <= 12) f = 1;",
      "if (a < 13) f = 1;",
      "if (a < 12) f = 2;",
    ]);
    expect(mutants("x = (f(a) && !b)")).toEqual(["x = (f(a) || !b)", "x = (f(a) && b)"]);
  });
  it("take the whole condition, brackets inside included", () => {
    expect(mutants("if (f(a, g(b))) c();").slice(0, 2)).toEqual(["if (false) c();", "if (true) c();"]);
  });
  it("remove throws and checks that stand alone", () => {
    expect(mutants('throw new CodedError("E_KEY", "detail");')).toEqual([
      ";",
      'throw new CodedError("E_UNEXPECTED", "detail");',
    ]);
    expect(mutants("  check(a);\n")).toEqual(["  ;\n"]);
  });
  it("change texts and turn names round", () => {
    expect(mutants('H("mok", a.every(b))')).toEqual(['H("mok~", a.every(b))', 'H("mok", a.some(b))']);
    expect(mutants("return true")).toEqual(["return false"]);
    expect(mutants("for (;; i++) {}")).toEqual(["for (;; i--) {}"]);
  });
  it("leave comments, imports, types and patterns alone", () => {
    const source = [
      "/** a < 12, true */",
      'import { a } from "./a";',
      "interface B {\n  readonly c: 1;\n}",
      "export type D = 1 | 2;",
      "const e = /[0-9]{4}/;",
      "// throw 5;",
    ].join("\n");
    expect(mutants(source)).toEqual([]);
  });
  it("name the line", () => {
    expect(mutationsOf("a();\n\nb = 5;")[0]?.line).toBe(3);
  });
});
