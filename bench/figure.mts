/** Owns how a figure is printed: one JSON line with its machine, and the statistics behind it. */
import { cpus, totalmem } from "node:os";

const machine = {
  cpu: cpus()[0]?.model ?? "unknown",
  cores: cpus().length,
  memoryGb: Math.round(totalmem() / 2 ** 30),
  node: process.version,
  system: `${process.platform}-${process.arch}`,
};

/** Prints one figure. `beside` names what it is compared with and `ratio` is ours divided by theirs. */
export function report(figure: {
  readonly name: string;
  readonly unit: string;
  readonly values: Readonly<Record<string, number>>;
  readonly beside?: { readonly name: string; readonly values: Readonly<Record<string, number>> };
  readonly ratio?: number;
  readonly target?: string;
  readonly note?: string;
}): void {
  process.stdout.write(`${JSON.stringify({ ...figure, machine })}\n`);
}

/** p50, p95, p99, minimum and maximum, rounded to two places. */
export function spread(samples: readonly number[]) {
  const sorted = samples.toSorted((a, b) => a - b);
  const at = (share: number) =>
    round(sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN);
  return { n: sorted.length, min: at(0), p50: at(0.5), p95: at(0.95), p99: at(0.99), max: at(1) };
}

export const round = (value: number): number => Math.round(value * 100) / 100;
