/**
 * Owns checking what comes from outside against the shape that it should have. Its words are those of `zod/mini`, which mean
 * the same there (shape.test.ts compares the two); a page cannot afford the seventeen kilobytes, nor the making of a validator
 * that is never asked.
 */

/** Says why a value has another shape, and where. */
export class Mismatch extends Error {
  override readonly name = "Mismatch";
  readonly path: (string | number)[] = [];
}

export type Result<T> =
  | { readonly success: true; readonly data: T }
  | { readonly success: false; readonly error: Mismatch };

type Rule<T> = (value: T) => boolean;

export class Shape<T> {
  /** The value as this shape reads it; whatever objects hold beyond it is left out. @throws Mismatch */
  readonly parse: (value: unknown) => T;

  /** An object is of its shape without this field. */
  readonly mayMiss: boolean;

  constructor(parse: (value: unknown) => T, mayMiss = false) {
    this.parse = parse;
    this.mayMiss = mayMiss;
  }

  safeParse(value: unknown): Result<T> {
    try {
      return { success: true, data: this.parse(value) };
    } catch (error) {
      if (error instanceof Mismatch) return { success: false, error };
      throw error;
    }
  }

  /** The same shape, with rules that its values keep. */
  check(...rules: readonly Rule<T>[]): Shape<T> {
    return new Shape((value) => {
      const read = this.parse(value);
      return rules.every((holds) => holds(read)) ? read : refuse("breaks a rule");
    }, this.mayMiss);
  }
}

/** What the types know of a field that may be missing. */
type OptionalShape<T> = Shape<T | undefined> & { readonly mayMiss: true };

type Infer<S> = S extends Shape<infer T> ? T : never;
type Fields = Readonly<Record<string, Shape<unknown>>>;
type MayMiss<F extends Fields> = { [K in keyof F]: F[K] extends OptionalShape<unknown> ? K : never }[keyof F];
type Flat<T> = { [K in keyof T]: T[K] };
type ObjectOf<F extends Fields> = Flat<
  { [K in Exclude<keyof F, MayMiss<F>>]: Infer<F[K]> } & { [K in MayMiss<F>]?: Infer<F[K]> }
>;

class ObjectShape<F extends Fields> extends Shape<ObjectOf<F>> {
  readonly fields: F;

  constructor(fields: F, strict: boolean) {
    const known = Object.entries(fields);
    super((value) => {
      const given = asObject(value);
      if (strict) for (const key of Object.keys(given)) if (!Object.hasOwn(fields, key)) refuse(`unknown ${key}`);
      const read: Record<string, unknown> = {};
      for (const [key, shape] of known) {
        const has = Object.hasOwn(given, key);
        if (!has && !shape.mayMiss) refuse(`no ${key}`);
        const one = inside(shape, has ? given[key] : undefined, key);
        if (has || one !== undefined) read[key] = one;
      }
      return read as ObjectOf<F>;
    });
    this.fields = fields;
  }
}

function refuse(why: string): never {
  throw new Mismatch(why);
}

function inside<T>(shape: Shape<T>, value: unknown, key: string | number): T {
  try {
    return shape.parse(value);
  } catch (thrown) {
    if (thrown instanceof Mismatch) thrown.path.unshift(key);
    throw thrown;
  }
}

function asObject(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return refuse("no object");
  return value as Readonly<Record<string, unknown>>;
}

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : refuse("no list");
}

function only<T>(fits: (value: unknown) => value is T, why: string): Shape<T> {
  return new Shape((value) => (fits(value) ? value : refuse(why)));
}

export const string = () => only((value) => typeof value === "string", "no text");
export const boolean = () => only((value) => typeof value === "boolean", "neither true nor false");
export const number = () => only((value): value is number => Number.isFinite(value), "no number");
export const int = () => only((value): value is number => Number.isSafeInteger(value), "no whole number");
export const unknown = () => new Shape<unknown>((value) => value);
const nothing = () => only((value) => value === null, "not null");

export function literal<const T extends string | number | boolean>(expected: T): Shape<T> {
  return only((value): value is T => value === expected, `not ${expected}`);
}

function oneOf<const T extends string>(values: readonly T[]): Shape<T> {
  return only((value): value is T => (values as readonly unknown[]).includes(value), "none of the values");
}

export { nothing as null, oneOf as enum };
export type { Infer as infer };

export function nullable<T>(shape: Shape<T>): Shape<T | null> {
  return new Shape((value) => (value === null ? null : shape.parse(value)), shape.mayMiss);
}

export function optional<T>(shape: Shape<T>): OptionalShape<T> {
  return new Shape((value) => (value === undefined ? undefined : shape.parse(value)), true) as OptionalShape<T>;
}

/** `missing` is what stands where nothing does. */
export function _default<T>(shape: Shape<T>, missing: T): Shape<T> {
  return new Shape((value) => (value === undefined ? missing : shape.parse(value)), true);
}

export function array<T>(item: Shape<T>): Shape<T[]> {
  return new Shape((value) => asList(value).map((one, at) => inside(item, one, at)));
}

export function tuple<const S extends readonly Shape<unknown>[]>(
  items: S,
): Shape<{ -readonly [K in keyof S]: Infer<S[K]> }> {
  return new Shape((value) => {
    const given = asList(value);
    if (given.length !== items.length) refuse("another length");
    return items.map((item, at) => inside(item, given[at], at)) as { -readonly [K in keyof S]: Infer<S[K]> };
  });
}

/** Any names; one that would reach a prototype is passed over. */
export function record<T>(name: Shape<string>, item: Shape<T>): Shape<Record<string, T>> {
  return new Shape((value) => {
    const named = Object.entries(asObject(value)).filter(([key]) => key !== "__proto__");
    return Object.fromEntries(named.map(([key, one]) => [inside(name, key, key), inside(item, one, key)]));
  });
}

export const object = <const F extends Fields>(fields: F) => new ObjectShape(fields, false);
/** Refuses what it does not know. */
export const strictObject = <const F extends Fields>(fields: F) => new ObjectShape(fields, true);

export function extend<F extends Fields, const G extends Fields>(shape: ObjectShape<F>, more: G) {
  return object<Flat<Omit<F, keyof G> & G>>({ ...shape.fields, ...more });
}

/** The first shape that fits. */
export function union<const S extends readonly Shape<unknown>[]>(shapes: S): Shape<Infer<S[number]>> {
  return new Shape(
    (value) => {
      for (const shape of shapes) {
        const result = shape.safeParse(value);
        if (result.success) return result.data as Infer<S[number]>;
      }
      return refuse("none of the shapes");
    },
    shapes.some(({ mayMiss }) => mayMiss),
  );
}

export const transform = <T, U>(change: (value: T) => U) => change;

export function pipe<T, U>(shape: Shape<T>, change: (value: T) => U): Shape<U> {
  return new Shape((value) => change(shape.parse(value)), shape.mayMiss);
}

type Sized = string | readonly unknown[];
export const minLength = (min: number) => (value: Sized) => value.length >= min;
export const maxLength = (max: number) => (value: Sized) => value.length <= max;
export const minimum = (min: number) => (value: number) => value >= min;
export const maximum = (max: number) => (value: number) => value <= max;
export const nonnegative = () => minimum(0);
export const positive = () => (value: number) => value > 0;
export const regex = (expression: RegExp) => (value: string) => expression.test(value);
export const refine = <T>(holds: (value: T) => boolean) => holds;
