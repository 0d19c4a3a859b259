import { describe, expect, it } from "vitest";
import { fieldOf, laterTimes, timeOf } from "./later-times";

// A Friday.
const friday = (hour: number, minute = 0) => new Date(2026, 10, 27, hour, minute).getTime();
const offered = (now: number) => laterTimes(now).map(({ name, at }) => `${name} ${fieldOf(at)}`);

describe("times offered for later", () => {
  it("are this evening, tomorrow morning and Monday morning", () => {
    expect(offered(friday(9))).toEqual([
      "today 2026-11-27T18:00",
      "tomorrow 2026-11-28T08:00",
      "monday 2026-11-30T08:00",
    ]);
  });

  it("in the evening begin with a full hour that is not just about to come", () => {
    expect(offered(friday(17, 40))[0]).toBe("today 2026-11-27T20:00");
    expect(offered(friday(17, 10))[0]).toBe("today 2026-11-27T19:00");
  });

  it("offer nothing for today late at night", () => {
    expect(offered(friday(21))).toEqual(["tomorrow 2026-11-28T08:00", "monday 2026-11-30T08:00"]);
  });

  it("name Monday once on a Sunday, and the next one on a Monday", () => {
    expect(offered(new Date(2026, 10, 29, 9).getTime())).toEqual([
      "today 2026-11-29T18:00",
      "tomorrow 2026-11-30T08:00",
    ]);
    expect(offered(new Date(2026, 10, 30, 9).getTime())[2]).toBe("monday 2026-12-07T08:00");
  });

  it("are all ahead, at every minute of a week", () => {
    for (let now = friday(0); now < friday(0) + 7 * 86_400_000; now += 60_000)
      for (const { at } of laterTimes(now)) expect(at).toBeGreaterThan(now + 3_600_000);
  });
});

it("a field for date and time holds a time to the minute", () => {
  expect(timeOf(fieldOf(friday(9, 7)))).toBe(friday(9, 7));
  expect(timeOf("")).toBeNaN();
});
