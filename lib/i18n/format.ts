/** Owns how points in time are written: of the day, of a list row, of a day label, in full. Times are ms since 1970. */

export interface Format {
  /** 14:05 */
  time(at: number): string;
  /** Today 14:05, this week "Tue", this year "3 May", before that "03/05/2024". */
  listTime(at: number, now: number): string;
  /** "Today", "Yesterday", "Tuesday", "3 May", "3 May 2024". */
  day(at: number, now: number): string;
  /** Of what is to come: today 14:05, within a week "Tue, 14:05", else "3 May, 14:05", another year with it. */
  soon(at: number, now: number): string;
  /** Date and time, for assistive technology and titles. */
  full(at: number): string;
  /** "Ann, Bob and Zoë". */
  list(names: readonly string[]): string;
  /** "German" of "de"; the tag itself where it has no name. */
  language(tag: string): string;
}

/** Number of the calendar day in the browser's zone; equal for two times on the same day. */
export function dayNumber(at: number): number {
  const date = new Date(at);
  return Math.floor(Date.UTC(date.getFullYear(), date.getMonth(), date.getDate()) / 86_400_000);
}

/** The same for times that follow each other: the calendar is only asked where the day changes. */
export function dayCounter(): (at: number) => number {
  let [from, to, day] = [0, 0, 0];
  return (at) => {
    if (at >= from && at < to) return day;
    const date = new Date(at);
    const midnight = (days: number) => new Date(date.getFullYear(), date.getMonth(), date.getDate() + days).getTime();
    [from, to, day] = [midnight(0), midnight(1), dayNumber(at)];
    return day;
  };
}

/** Writes times the way people of `locale` do. */
export function createFormat(locale: string): Format {
  const make = (options: Intl.DateTimeFormatOptions) => {
    let made: Intl.DateTimeFormat | undefined;
    return (at: number) => (made ??= new Intl.DateTimeFormat(locale, options)).format(at);
  };
  const time = make({ hour: "numeric", minute: "2-digit" });
  const weekdayShort = make({ weekday: "short" });
  const weekday = make({ weekday: "long" });
  const dayOfYear = make({ day: "numeric", month: "short" });
  const dayLong = make({ day: "numeric", month: "long", weekday: "short" });
  const dateShort = make({ day: "2-digit", month: "2-digit", year: "numeric" });
  const dateLong = make({ day: "numeric", month: "long", year: "numeric" });
  const clock = { hour: "numeric", minute: "2-digit" } as const;
  const weekdayTime = make({ weekday: "short", ...clock });
  const dayTime = make({ day: "numeric", month: "short", ...clock });
  const dateTime = make({ day: "numeric", month: "short", year: "numeric", ...clock });
  const full = make({ dateStyle: "full", timeStyle: "short" });
  let names: Intl.ListFormat | undefined;
  let languages: Intl.DisplayNames | undefined;
  let relative: Intl.RelativeTimeFormat | undefined;
  const sameYear = (a: number, b: number) => new Date(a).getFullYear() === new Date(b).getFullYear();
  return {
    time,
    full,
    list: (all) => (names ??= new Intl.ListFormat(locale)).format(all),
    language: (tag) => (languages ??= new Intl.DisplayNames(locale, { type: "language" })).of(tag) ?? tag,
    listTime(at, now) {
      const days = dayNumber(now) - dayNumber(at);
      if (days <= 0) return time(at);
      if (days < 7) return weekdayShort(at);
      return sameYear(at, now) ? dayOfYear(at) : dateShort(at);
    },
    soon(at, now) {
      const days = dayNumber(at) - dayNumber(now);
      if (days === 0) return time(at);
      if (days > 0 && days < 7) return weekdayTime(at);
      return sameYear(at, now) ? dayTime(at) : dateTime(at);
    },
    day(at, now) {
      const days = dayNumber(now) - dayNumber(at);
      if (days === 0 || days === 1) {
        relative ??= new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
        const words = relative.format(-days, "day");
        return words.charAt(0).toLocaleUpperCase(locale) + words.slice(1);
      }
      if (days > 1 && days < 7) return weekday(at);
      return sameYear(at, now) ? dayLong(at) : dateLong(at);
    },
  };
}
