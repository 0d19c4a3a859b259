import { describe, expect, it } from "vitest";
import { CodedError } from "@/lib/base/errors";
import { expected } from "./expected";

describe("what was thrown", () => {
  it("is handed on if it was to be expected, and thrown on if it is a bug", () => {
    const failure = new CodedError("E_OPEN");
    expect(expected(failure)).toBe(failure);
    expect(() => expected(new TypeError("a bug"))).toThrow(TypeError);
  });
});
