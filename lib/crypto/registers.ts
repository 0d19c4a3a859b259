/** Owns small values that follow a person to every device: each has the time it was written, and the later writing stands. */
import * as v from "valibot";
import { CodedError } from "@/lib/base/errors";
import { finite, named, natural } from "@/lib/base/narrow";

const value = v.union([v.pipe(v.string(), v.maxLength(1_000)), finite, v.boolean(), v.null()]);

const register = v.strictObject({
  /** null: cleared. Kept, so that another device's older value does not come back. */
  v: value,
  /** ms since 1970 */
  t: natural,
});

export const registersSchema = named(v.pipe(v.string(), v.maxLength(200)), register);
export type Registers = v.InferOutput<typeof registersSchema>;

/** A setting's value; null: none. */
export type RegisterValue = v.InferOutput<typeof value>;

/** What is set, by name. */
export function valuesOf(registers: Registers): Record<string, Exclude<RegisterValue, null>> {
  return Object.fromEntries(
    Object.entries(registers).flatMap(([name, { v: set }]) => (set === null ? [] : [[name, set]])),
  );
}

/**
 * Sets values at `now`. A device whose clock is behind what it overwrites still writes later than that: what a person has
 * just decided, seeing what was there, stands. Null if nothing changes.
 * @throws E_INPUT (a name or a value that is too long)
 */
export function withValues(
  before: Registers,
  changes: Readonly<Record<string, RegisterValue>>,
  now: number,
): Registers | null {
  const changed = Object.entries(changes).filter(([name, to]) => (before[name]?.v ?? null) !== to);
  if (changed.length === 0) return null;
  const written = changed.map(([name, to]) => [name, { v: to, t: Math.max(now, (before[name]?.t ?? 0) + 1) }] as const);
  const registers = v.safeParse(registersSchema, { ...before, ...Object.fromEntries(written) });
  if (!registers.success) throw new CodedError("E_INPUT", "registers");
  return registers.output;
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

const rank = (of: RegisterValue) => JSON.stringify(of);
