/** Owns where the line of a long text begins that was found by a word in it. Pure. */

/** A little before the first place that is marked; 0: at the beginning. */
export function excerpt(text: string, ranges: readonly (readonly [from: number, to: number])[], lead = 24): number {
  const [first] = ranges[0] ?? [0];
  if (first <= lead) return 0;
  // Words are not cut if one begins soon.
  const space = text.indexOf(" ", first - lead);
  return space >= 0 && space < first ? space + 1 : first - lead;
}
