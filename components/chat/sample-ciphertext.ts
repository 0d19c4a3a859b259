/** Owns letters that look like a stored message. They are decoration: made by counting, not by encrypting. */

const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** The same letters for the same `seed`, so that server and browser render alike. */
export function sampleCiphertext(seed: number, length: number): string {
  let state = 0x9e3779b9 ^ Math.imul(seed + 1, 0x85ebca6b);
  return Array.from({ length }, () => {
    state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d);
    state ^= state >>> 12;
    return letters[(state >>> 0) % letters.length];
  }).join("");
}
