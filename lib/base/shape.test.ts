import { describe, expect, it } from "vitest";
import * as z from "zod/mini";
import * as shape from "./shape";

type Words = typeof shape;
const theirs = z as unknown as Words;

/** The same numbers for the same seed, from 0 to below `n`. */
function dice(seed: number) {
  let state = seed;
  return (n: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * n);
  };
}
type Dice = ReturnType<typeof dice>;

const pick = <T>(roll: Dice, from: readonly T[]): T => from[roll(from.length)] as T;

/** A shape out of the words `w`; the same roll makes the same shape out of any words. */
function someShape(w: Words, roll: Dice, depth = 3): shape.Shape<unknown> {
  const inner = () => someShape(w, roll, depth - 1);
  const simple = [
    () => w.string(),
    () => w.string().check(w.minLength(1), w.maxLength(2)),
    () => w.string().check(w.regex(/^[ab]+$/)),
    () => w.boolean(),
    () => w.number(),
    () => w.int(),
    () => w.int().check(w.nonnegative(), w.maximum(2)),
    () => w.int().check(w.positive()),
    () => w.int().check(w.minimum(2)),
    () => w.literal(1),
    () => w.literal("a"),
    () => w.enum(["a", "b"]),
    () => w.null(),
    () => w.unknown(),
    () =>
      w.pipe(
        w.string(),
        w.transform((text) => `${text}!`),
      ),
  ];
  const composed = [
    () => w.nullable(inner()),
    () => w.array(inner()),
    () => w.array(inner()).check(w.minLength(1), w.maxLength(1)),
    () => w.tuple([inner(), inner()]),
    () => w.record(w.string().check(w.maxLength(9)), inner()),
    () => w.union([inner(), inner()]),
    () => w.object({ a: inner(), b: w.optional(inner()) }),
    () => w.strictObject({ a: inner(), b: w.optional(inner()) }),
    () => w.object({ a: w._default(w.string(), "there"), b: w.optional(inner()) }),
    () => w.extend(w.object({ a: inner(), b: w.boolean() }), { b: w.string() }),
    () => w.object({ a: w.nullable(w.optional(inner())), b: w.optional(inner()).check(w.refine(() => true)) }),
    () =>
      w.object({
        a: w.pipe(
          w.optional(inner()),
          w.transform((value) => [value]),
        ),
      }),
    () => w.strictObject({ a: inner() }).check(w.refine((value) => Object.keys(value).length === 1)),
  ];
  return pick(roll, depth > 0 && roll(3) > 0 ? composed : simple)();
}

/** A value as JSON can say it, or as only a program can; mostly of names and values that the shapes know. */
function someValue(roll: Dice, depth = 4): unknown {
  const inner = () => someValue(roll, depth - 1);
  const simple = ["", "a", "ab", "abc", "c", 0, 1, 2, 3, -1, 1.5, 2 ** 53, NaN, Infinity, true, false, null, undefined];
  const composed = [
    () => [],
    () => [inner()],
    () => [inner(), inner()],
    () => [inner(), inner(), inner()],
    () => ({}),
    () => ({ a: inner() }),
    () => ({ a: inner(), b: inner() }),
    () => ({ b: inner(), a: inner(), c: inner() }),
    () => ({ a: inner(), d: inner() }),
    () => JSON.parse(`{"a":1,"__proto__":{"b":2}}`) as unknown,
  ];
  return depth > 0 && roll(2) > 0 ? pick(roll, composed)() : pick(roll, simple);
}

describe("shape", () => {
  it("answers as zod does, for twenty thousand values of two thousand shapes", () => {
    let fitting = 0;
    for (let seed = 1; seed <= 2_000; seed++) {
      const mine = someShape(shape, dice(seed));
      const other = someShape(theirs, dice(seed));
      const roll = dice(seed + 1_000_000);
      for (let at = 0; at < 10; at++) {
        const value = someValue(roll);
        const [answer, expected] = [mine.safeParse(value), other.safeParse(value)];
        const told = `seed ${seed}, ${JSON.stringify(value)}`;
        expect(answer.success, told).toBe(expected.success);
        if (!answer.success || !expected.success) continue;
        expect(answer.data, told).toStrictEqual(expected.data);
        fitting++;
      }
    }
    expect(fitting).toBeGreaterThan(1_000);
  });

  it("says where a value does not fit, and nothing of the value", () => {
    const people = shape.object({ people: shape.array(shape.object({ age: shape.int() })) });
    const result = people.safeParse({ people: [{ age: 1 }, { age: "secret" }] });
    expect(result).toMatchObject({ success: false, error: { path: ["people", 1, "age"], message: "no whole number" } });
  });

  it("takes a pair for two values, no more and no fewer", () => {
    const pair = shape.tuple([shape.int(), shape.int()]);
    expect([[1], [1, 2], [1, 2, 3]].map((value) => pair.safeParse(value).success)).toEqual([false, true, false]);
  });

  it("takes no field from a prototype", () => {
    const field = shape.object({ toString: shape.optional(shape.unknown()), a: shape.optional(shape.string()) });
    expect(field.parse(Object.create({ a: "inherited" }))).toStrictEqual({});
  });

  it("lets nothing reach a prototype", () => {
    const given: unknown = JSON.parse('{"__proto__":{"admin":true},"a":{"__proto__":{"admin":true}}}');
    const read = shape.record(shape.string(), shape.unknown()).parse(given);
    expect(Object.keys(read)).toEqual(["a"]);
    expect("admin" in shape.object({}).parse(given)).toBe(false);
    expect(shape.strictObject({}).safeParse(given).success).toBe(false);
  });

  it("hands on what a transform throws of its own", () => {
    const failing = shape.pipe(shape.string(), () => {
      throw new RangeError("of its own");
    });
    expect(() => failing.safeParse("a")).toThrow(RangeError);
  });
});
