/** Owns suggesting a passphrase: five words drawn evenly from 1,024, so one of 2^50. */

/** Number of words. */
const length = 5;

/**
 * A new passphrase, words joined by hyphens. `random` fills 16-bit numbers; the default is the browser's own source.
 * 65,536 is a multiple of 1,024, so taking the remainder favours no word.
 */
export async function suggestPassphrase(
  random: (numbers: Uint16Array<ArrayBuffer>) => Uint16Array = (numbers) => crypto.getRandomValues(numbers),
): Promise<string> {
  const { passphraseWords } = await import("./passphrase-words");
  const drawn = random(new Uint16Array(length));
  return [...drawn].map((number) => passphraseWords[number % passphraseWords.length]).join("-");
}
