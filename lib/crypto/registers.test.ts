import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mergeRegisters, type Registers, valuesOf, withValues } from "./registers";

const some = fc.dictionary(
  fc.constantFrom("a", "b", "c"),
  fc.record({ v: fc.oneof(fc.constantFrom("x", "y", true, 1, null)), t: fc.nat(4) }),
  { maxKeys: 3, noNullPrototype: true },
) as fc.Arbitrary<Registers>;

describe("registers", () => {
  it("merging gives the same on every device, in whatever order and however often", () => {
    fc.assert(
      fc.property(some, some, some, (a, b, c) => {
        expect(mergeRegisters(a, b)).toEqual(mergeRegisters(b, a));
        expect(mergeRegisters(mergeRegisters(a, b), c)).toEqual(mergeRegisters(a, mergeRegisters(b, c)));
        expect(mergeRegisters(a, a)).toEqual(a);
      }),
    );
  });

  it("the later writing stands, and a clearing is a writing", () => {
    const older = { pin: { v: true, t: 5 } };
    const cleared = { pin: { v: null, t: 6 } };
    expect(valuesOf(mergeRegisters(older, cleared))).toEqual({});
    expect(valuesOf(mergeRegisters({ pin: { v: true, t: 7 } }, cleared))).toEqual({ pin: true });
  });

  it("a device whose clock is behind still overwrites what it has seen", () => {
    const seen = { pin: { v: true, t: 1_000 } };
    const changed = withValues(seen, { pin: null }, 10);
    expect(changed).toEqual({ pin: { v: null, t: 1_001 } });
    expect(valuesOf(mergeRegisters(seen, changed ?? {}))).toEqual({});
  });

  it("take names of 200 characters and values of 1,000, and no longer ones", () => {
    expect(withValues({}, { ["n".repeat(200)]: "v".repeat(1_000) }, 1)).not.toBeNull();
    expect(() => withValues({}, { ["n".repeat(201)]: "v" }, 1)).toThrow(/^E_INPUT: registers$/);
    expect(() => withValues({}, { name: "v".repeat(1_001) }, 1)).toThrow(/^E_INPUT: registers$/);
  });

  it("writing what stands there already is no change", () => {
    expect(withValues({ pin: { v: true, t: 5 } }, { pin: true, other: null }, 9)).toBeNull();
  });
});
