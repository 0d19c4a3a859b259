/** Owns the times that are offered for sending later, and how a time stands in a field for date and time. Of the browser's zone. */

export interface LaterTime {
  readonly name: "today" | "tomorrow" | "monday";
  /** ms since 1970 */
  readonly at: number;
}

const morningHour = 8;
const eveningHour = 18;
/** Nothing is offered for later than this hour of the day. */
const lastHour = 22;

/** Offered at `now`, the next first. "Later today" is gone late at night; Monday is not offered twice. */
export function laterTimes(now: number): LaterTime[] {
  const date = new Date(now);
  const on = (days: number, hour: number) =>
    new Date(date.getFullYear(), date.getMonth(), date.getDate() + days, hour).getTime();
  // The evening, if it is some way off; otherwise the full hour that is at least an hour and a half away.
  const hour = date.getHours() + (date.getMinutes() < 30 ? 2 : 3);
  const today = Math.max(eveningHour, hour);
  const toMonday = (8 - date.getDay()) % 7 || 7;
  const times: LaterTime[] = [];
  if (today <= lastHour) times.push({ name: "today", at: on(0, today) });
  times.push({ name: "tomorrow", at: on(1, morningHour) });
  if (toMonday > 1) times.push({ name: "monday", at: on(toMonday, morningHour) });
  return times;
}

const two = (value: number) => String(value).padStart(2, "0");

/** As a `datetime-local` field holds it: to the minute. */
export function fieldOf(at: number): string {
  const date = new Date(at);
  const day = [date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())].join("-");
  return `${day}T${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** NaN if the field is empty or not filled in. */
export const timeOf = (field: string): number => (field === "" ? Number.NaN : new Date(field).getTime());
