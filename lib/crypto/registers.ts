/** Owns small values that follow a person to every device: each has the time it was written, and the later writing stands. */
import * as z from "@/lib/base/shape";

const value = z.union([z.string().check(z.maxLength(1_000)), z.number(), z.boolean(), z.null()]);

const register = z.strictObject({
  /** null: cleared. Kept, so that another device's older value does not come back. */
  v: value,
  /** ms since 1970 */
  t: z.int().check(z.nonnegative()),
});

export const registersSchema = z.record(z.string().check(z.maxLength(200)), register);
export type Registers = z.infer<typeof registersSchema>;

/** A setting's value; null: none. */
export type RegisterValue = z.infer<typeof value>;

/** What is set, by name. */
export function valuesOf(registers: Registers): Record<string, Exclude<RegisterValue, null>> {
  return Object.fromEntries(Object.entries(registers).flatMap(([name, { v }]) => (v === null ? [] : [[name, v]])));
}

/**
 * Sets values at `now`. A device whose clock is behind what it overwrites still writes later than that: what a person has
 * just decided, seeing what was there, stands. Null if nothing changes.
 */
export function withValues(
  before: Registers,
  changes: Readonly<Record<string, RegisterValue>>,
  now: number,
): Registers | null {
  const changed = Object.entries(changes).filter(([name, v]) => (before[name]?.v ?? null) !== v);
  if (changed.length === 0) return null;
  const written = changed.map(([name, v]) => [name, { v, t: Math.max(now, (before[name]?.t ?? 0) + 1) }] as const);
  return registersSchema.parse({ ...before, ...Object.fromEntries(written) });
}

/** Of each value the later writing; of two at the same moment the same one on every device. */
export function mergeRegisters(mine: Registers, theirs: Registers): Registers {
  const merged = { ...theirs };
  for (const [name, own] of Object.entries(mine)) {
    const other = merged[name];
    if (!other || own.t > other.t || (own.t === other.t && rank(own.v) > rank(other.v))) merged[name] = own;
  }
  return merged;
}

const rank = (v: RegisterValue) => JSON.stringify(v);
