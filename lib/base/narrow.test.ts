import * as v from "valibot";
import { expect, it } from "vitest";
import { finite, named, natural, whole } from "./narrow";

const taken = (schema: v.GenericSchema, values: readonly unknown[]) =>
  values.filter((value) => v.safeParse(schema, value).success);

it("takes numbers that JSON carries exactly", () => {
  const numbers = [0, 1, -1, 1.5, 2 ** 53 - 1, 2 ** 53, NaN, Infinity, -Infinity, "1", null];
  expect(taken(finite, numbers)).toEqual([0, 1, -1, 1.5, 2 ** 53 - 1, 2 ** 53]);
  expect(taken(whole, numbers)).toEqual([0, 1, -1, 2 ** 53 - 1]);
  expect(taken(natural, numbers)).toEqual([0, 1, 2 ** 53 - 1]);
});

it("takes an object for entries, and no list", () => {
  const entries = named(v.pipe(v.string(), v.maxLength(1)), whole);
  expect(taken(entries, [{}, { a: 1 }, [], [1], null, "", { a: "1" }, { ab: 1 }])).toEqual([{}, { a: 1 }]);
});

it("lets no entry reach a prototype, and loses no other name", () => {
  const given: unknown = JSON.parse('{"__proto__":{"admin":true},"a":{"__proto__":{"admin":true}},"constructor":1}');
  const read = v.parse(named(v.string(), v.unknown()), given);
  expect(Object.keys(read)).toEqual(["a", "constructor"]);
  expect(Object.getPrototypeOf(read)).toBe(Object.prototype);
});
