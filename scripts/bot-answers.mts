/** Owns what the sample bot says to a message: a reminder, an echo, or how it is used. Pure; nothing is kept. */

const units = { minute: 60_000, hour: 3_600_000, day: 86_400_000 } as const;

/** Longest time ahead, ms: what the server keeps scheduled messages for. */
const longestMs = 365 * units.day;

const reminder = /^remind me in (\d{1,4}) (minute|hour|day)s? (?:to |of |about )?(.+)$/is;
const echo = /^(?:echo|say) (.+)$/is;

export type BotAnswer =
  | { readonly kind: "say"; readonly text: string }
  /** `text` is to be said after `afterMs`, `now` at once. */
  | { readonly kind: "remind"; readonly text: string; readonly afterMs: number; readonly now: string };

const help =
  "I am a program. Name me, or write to me alone:\n- `echo hello` and I say it back\n- `remind me in 20 minutes to drink tea` (minutes, hours, days)";

/** What to answer; `text` without the bot's own name. */
export function answerTo(text: string): BotAnswer {
  const asked = text.trim().replaceAll(/[ \t]+/g, " ");
  const [, count, unit, what] = reminder.exec(asked) ?? [];
  if (count && unit && what) {
    const afterMs = Number(count) * units[unit.toLowerCase() as keyof typeof units];
    if (afterMs === 0 || afterMs > longestMs) return { kind: "say", text: "I can remind you up to a year ahead." };
    const span = `${Number(count)} ${unit.toLowerCase()}${Number(count) === 1 ? "" : "s"}`;
    return { kind: "remind", text: `Reminder: ${what.trim()}`, afterMs, now: `I will remind you in ${span}.` };
  }
  const [, words] = echo.exec(asked) ?? [];
  return { kind: "say", text: words ? words.trim() : help };
}
