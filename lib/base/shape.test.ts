import { describe, expect, it } from "vitest";
import * as zod from "zod/mini";
import * as shape from "./shape";

type Words = typeof shape;
const theirs = zod as unknown as Words;

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

/** A shape out of the words `z`; the same roll makes the same shape out of any words. */
function someShape(z: Words, roll: Dice, depth = 3): shape.Shape<unknown> {
  const inner = () => someShape(z, roll, depth - 1);
  const simple = [
    () => z.string(),
    () => z.string().check(z.minLength(1), z.maxLength(2)),
    () => z.string().check(z.regex(/^[ab]+$/)),
    () => z.boolean(),
    () => z.number(),
    () => z.int(),
    () => z.int().check(z.nonnegative(), z.maximum(2)),
    () => z.int().check(z.positive()),
    () => z.int().check(z.minimum(2)),
    () => z.literal(1),
    () => z.literal("a"),
    () => z.enum(["a", "b"]),
    () => z.null(),
    () => z.unknown(),
    () =>
      z.pipe(
        z.string(),
        z.transform((text) => `${text}!`),
      ),
  ];
  const composed = [
    () => z.nullable(inner()),
    () => z.array(inner()),
    () => z.array(inner()).check(z.minLength(1), z.maxLength(1)),
    () => z.tuple([inner(), inner()]),
    () => z.record(z.string().check(z.maxLength(9)), inner()),
    () => z.union([inner(), inner()]),
    () => z.object({ a: inner(), b: z.optional(inner()) }),
    () => z.strictObject({ a: inner(), b: z.optional(inner()) }),
    () => z.object({ a: z._default(z.string(), "there"), b: z.optional(inner()) }),
    () => z.extend(z.object({ a: inner(), b: z.boolean() }), { b: z.string() }),
    () => z.object({ a: z.nullable(z.optional(inner())), b: z.optional(inner()).check(z.refine(() => true)) }),
    () =>
      z.object({
        a: z.pipe(
          z.optional(inner()),
          z.transform((value) => [value]),
        ),
      }),
    () => z.strictObject({ a: inner() }).check(z.refine((value) => Object.keys(value).length === 1)),
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
