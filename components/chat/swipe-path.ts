/** Owns what counts as swiping, a page away or a message to answer it: where it begins, when it is one, and when it is far enough. Pure; all lengths in px. */

/** Nearer to the edge the browser's own gesture begins, which goes back in its history; ours leaves that alone. */
const browsersPx = 16;
/** Further in, a finger reads, scrolls or marks. */
const reachPx = 76;
/** Before a finger has moved so far nobody knows what it wants. */
const slackPx = 10;
/** Steeper movements scroll. */
const flatness = 1.6;
const farShare = 0.35;
/** A flick: px per ms, and how far it has to have come. */
const flick = 0.5;
const flickPx = 40;

/** @param inset distance of the finger from the edge at which lines begin */
export function mayBegin(inset: number): boolean {
  return inset >= browsersPx && inset <= reachPx;
}

/** Whether a finger is so far in that it may be about a message. @param inset as above */
export function mayReply(inset: number): boolean {
  return inset > reachPx;
}

/** @param along towards the end of the line; negative: the other way */
export function judge(along: number, across: number): "swipe" | "other" | "open" {
  if (Math.hypot(along, across) < slackPx) return "open";
  return along > 0 && along > flatness * Math.abs(across) ? "swipe" : "other";
}

/** @param speed at the moment the finger left, px per ms along the line */
export function isFarEnough(along: number, width: number, speed: number): boolean {
  if (speed < -flick) return false;
  return along > farShare * width || (speed > flick && along > flickPx);
}

/** So far a message has to be drawn to be answered. */
export const replyPx = 56;
/** Further it does not follow. */
const mostPx = 72;

/** How far a message follows a finger: less and less. */
export function pulled(along: number): number {
  return along <= 0 ? 0 : mostPx * (1 - Math.exp(-along / mostPx));
}
