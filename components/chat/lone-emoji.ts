/** Owns whether a message is nothing but a few emoji, which are then shown large and without a bubble. Pure. */

const one = String.raw`(?:\p{RI}{2}|(?!\p{RI})(?:\p{Emoji_Presentation}|\p{Extended_Pictographic}\uFE0F)\p{Emoji_Modifier}?(?:\u200D\p{Extended_Pictographic}\uFE0F?\p{Emoji_Modifier}?)*)`;
const upToThree = new RegExp(`^${one}(?:\\s?${one}){0,2}$`, "u");
/** Longer than three of the longest; nothing longer is looked at. */
const longest = 60;

export function isLoneEmoji(text: string): boolean {
  return text.length <= longest && upToThree.test(text);
}
