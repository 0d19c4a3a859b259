/** Owns which positions of a log are in the search index: a few stretches without overlaps, ascending. */

export type Stretch = readonly [from: number, to: number];

/** The stretches with another one in them; what touches becomes one. */
export function withStretch(stretches: readonly Stretch[], [from, to]: Stretch): Stretch[] {
  const before = stretches.filter((stretch) => stretch[1] < from - 1);
  const after = stretches.filter((stretch) => stretch[0] > to + 1);
  const touching = stretches.filter((stretch) => stretch[1] >= from - 1 && stretch[0] <= to + 1);
  const low = Math.min(from, ...touching.map((stretch) => stretch[0]));
  const high = Math.max(to, ...touching.map((stretch) => stretch[1]));
  return [...before, [low, high], ...after];
}

export function covers(stretches: readonly Stretch[], seq: number): boolean {
  return stretches.some(([from, to]) => from <= seq && seq <= to);
}

/** The highest position up to `last` that is in none of them; 0: there is none. */
export function highestHole(stretches: readonly Stretch[], last: number): number {
  let seq = last;
  for (const [from, to] of stretches.toReversed()) if (from <= seq && seq <= to) seq = from - 1;
  return seq;
}
