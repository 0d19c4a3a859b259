/** Owns telling addresses whose host is written with letters that look like others. Pure. */

/** Cyrillic and Greek letters that cannot be told from Latin ones. */
const twins = new Set("асеорхуіјѕԁһԛԝӏᴦνοαρτυκιχ");

const latin = /\p{Script=Latin}/u;
const twinScript = /\p{Script=Cyrillic}|\p{Script=Greek}/u;
const letter = /\p{L}/u;
const invisible = /\p{Cf}|[\u{FF01}-\u{FF5E}]/u;

/** True if the host, as it is written, mixes scripts, hides signs, or could be read as another one. */
export function looksLikeAnother(written: string): boolean {
  const host = /^https?:\/\/([^/?#\s]*)/i.exec(written)?.[1] ?? "";
  if (invisible.test(host)) return true;
  return host.split(".").some((label) => {
    const letters = [...label.toLowerCase()].filter((sign) => letter.test(sign));
    const foreign = letters.filter((sign) => twinScript.test(sign));
    if (foreign.length === 0) return false;
    return letters.some((sign) => latin.test(sign)) || foreign.every((sign) => twins.has(sign));
  });
}
