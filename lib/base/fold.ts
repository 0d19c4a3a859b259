/** Owns what counts as the same letter when people look for words: neither case nor accents, nor one script's ligatures. */

/** Letters that no normal form takes apart. */
const letters: Readonly<Record<string, string>> = {
  ß: "ss",
  æ: "ae",
  œ: "oe",
  ø: "o",
  ł: "l",
  đ: "d",
  ð: "d",
  þ: "th",
  ħ: "h",
  ı: "i",
};
const single = new RegExp(`[${Object.keys(letters).join("")}]`, "g");

/** The text as it is compared. Folding twice changes nothing. */
export function fold(text: string): string {
  const lower = text.toLowerCase();
  // Most of what people write in most conversations is plain: it is done here.
  if (!/[^ -~\n]/.test(lower)) return lower;
  return lower
    .normalize("NFKD")
    .replace(/\p{Mn}/gu, "")
    .replace(single, (letter) => letters[letter] ?? letter)
    .toLowerCase();
}

/** Stretches of `text`, from and to (exclusive), that are one of the folded `words`; ascending, without overlaps. */
export function findFolded(text: string, words: readonly string[]): [from: number, to: number][] {
  let folded = "";
  /** Position in `text` of each unit of `folded`. */
  const places: number[] = [];
  let at = 0;
  for (const letter of text) {
    const part = fold(letter);
    for (let i = 0; i < part.length; i++) places.push(at);
    folded += part;
    at += letter.length;
  }
  places.push(text.length);
  const found: [number, number][] = [];
  for (const word of words) {
    if (word === "") continue;
    for (let i = folded.indexOf(word); i >= 0; i = folded.indexOf(word, i + word.length)) {
      found.push([places[i] ?? 0, endOf(text, places, i + word.length)]);
    }
  }
  return merged(found.toSorted((a, b) => a[0] - b[0]));
}

/** A letter is marked whole, with the accents that follow it. */
function endOf(text: string, places: readonly number[], unit: number): number {
  let end = places[unit] ?? text.length;
  // A letter that folds to several is one: the end lies behind it.
  if (places[unit] === places[unit - 1]) end += (text.codePointAt(end) ?? 0) > 0xffff ? 2 : 1;
  while (/^\p{Mn}/u.test(text.slice(end, end + 2))) end++;
  return end;
}

function merged(ranges: readonly [number, number][]): [number, number][] {
  const result: [number, number][] = [];
  for (const [from, to] of ranges) {
    const last = result.at(-1);
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else result.push([from, to]);
  }
  return result;
}
