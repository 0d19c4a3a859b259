/** Owns how a recovery code is shown and asked back: seven groups of four, two of them typed again. */

/** The groups of a code, in order. */
export function groupsOf(code: string): readonly string[] {
  return code.split("-");
}

/** Two different groups to ask for, ascending, counted from 0. Neither is the first, which people remember by looking. */
export function chooseGroups(count: number, random: () => number = Math.random): readonly [number, number] {
  const first = 1 + Math.floor(random() * (count - 1));
  const step = 1 + Math.floor(random() * (count - 2));
  const second = 1 + ((first - 1 + step) % (count - 1));
  return first < second ? [first, second] : [second, first];
}

/** True if `typed` is the group, however it was written: case, spaces, and letters that look like digits do not matter. */
export function sameGroup(group: string, typed: string): boolean {
  return plain(group) === plain(typed);
}

function plain(text: string): string {
  return text.toUpperCase().replace(/[\s-]/g, "").replaceAll("O", "0").replace(/[IL]/g, "1");
}
