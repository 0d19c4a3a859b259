/** Owns the shapes that are narrower here than in the library: numbers that JSON carries exactly, and entries with names. */
import * as v from "valibot";

export const finite = v.pipe(v.number(), v.finite());
export const whole = v.pipe(v.number(), v.safeInteger());
/** 0, 1, 2 … */
export const natural = v.pipe(whole, v.minValue(0));

/**
 * An object with any names; one that would reach a prototype is passed over. The library's `record` takes lists as well, and
 * passes over other names too.
 */
export function named<K extends v.GenericSchema<string>, T extends v.GenericSchema>(name: K, item: T) {
  return v.pipe(
    v.custom<object>((value) => typeof value === "object" && value !== null && !Array.isArray(value)),
    v.transform((value) => Object.entries(value).filter(([key]) => key !== "__proto__")),
    v.array(v.strictTuple([name, item])),
    v.transform((entries): Record<string, v.InferOutput<T>> => Object.fromEntries(entries)),
  );
}
