import { expect, it } from "vitest";
import { dayCounter, dayNumber } from "./format";

it.each(["UTC", "Europe/Berlin", "America/Santiago", "Asia/Kathmandu", "Pacific/Apia"])(
  "days counted one after the other are those of the calendar, in %s",
  (zone) => {
    const before = process.env["TZ"];
    process.env["TZ"] = zone;
    try {
      const dayOf = dayCounter();
      const start = Date.UTC(2011, 11, 20);
      expect(new Date(start).getTimezoneOffset() === 0).toBe(zone === "UTC");
      const times = Array.from({ length: 20_000 }, (_, at) => start + at * 47 * 60_000);
      for (const at of [...times, ...times.toReversed()]) expect(dayOf(at)).toBe(dayNumber(at));
    } finally {
      if (before === undefined) delete process.env["TZ"];
      else process.env["TZ"] = before;
    }
  },
);
