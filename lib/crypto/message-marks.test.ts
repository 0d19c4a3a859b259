import fc from "fast-check";
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { changeMark, type MarkChange, maxMarks, mergeMarks, type MessageMarks, messageMarks } from "./message-marks";

const place = { conversation: "c", hash: "h", at: 5 };
const marksOf = (changes: readonly MarkChange[], at = 5) =>
  changes.reduce<MessageMarks>((marks, change) => changeMark(marks, { ...place, at }, change), {});
const change = fc.record(
  {
    seq: fc.constant(3),
    starred: fc.boolean(),
    hidden: fc.constant(true as const),
    remindAt: fc.option(fc.nat(99)),
    threadRead: fc.nat(99),
  },
  { requiredKeys: ["seq"] },
);
const device = fc.tuple(fc.array(change, { maxLength: 4 }), fc.nat(9)).map(([all, at]) => marksOf(all, at));

describe("marks of messages", () => {
  it("change one by one, and what is not spoken of stays", () => {
    const marks = marksOf([
      { seq: 3, starred: true },
      { seq: 3, remindAt: 50 },
      { seq: 3, starred: false },
    ]);
    expect(marks["c"]?.["h"]).toEqual({ at: 7, q: 3, r: 50 });
    expect(changeMark(marks, place, { seq: 3, remindAt: null })["c"]?.["h"]).toEqual({ at: 8, q: 3 });
  });

  it("of two devices the later change holds, and what was hidden or read stays so", () => {
    const phone = marksOf([{ seq: 3, starred: true, hidden: true, threadRead: 9 }], 5);
    const desk = marksOf([{ seq: 3, starred: false, threadRead: 4 }], 6);
    expect(mergeMarks(phone, desk)["c"]?.["h"]).toEqual({ at: 6, q: 3, h: true, th: 9 });
  });

  it("of which neither knows of a thread say nothing of one, and one place read is enough", () => {
    const starred = marksOf([{ seq: 3, starred: true }], 5);
    const plain = marksOf([{ seq: 3, starred: false }], 6);
    expect(mergeMarks(starred, plain)["c"]?.["h"]).toEqual({ at: 6, q: 3 });
    expect(mergeMarks(marksOf([{ seq: 3, threadRead: 1 }], 5), plain)["c"]?.["h"]).toEqual({ at: 6, q: 3, th: 1 });
  });

  it("merge to the same whoever merges, and once is enough", () => {
    fc.assert(
      fc.property(device, device, (a, b) => {
        expect(mergeMarks(a, b)).toEqual(mergeMarks(b, a));
        expect(mergeMarks(a, mergeMarks(a, b))).toEqual(mergeMarks(a, b));
        expect(v.parse(messageMarks, mergeMarks(a, b))).toEqual(mergeMarks(a, b));
      }),
    );
  });

  it("do not outgrow the store", () => {
    const full = { c: Object.fromEntries(Array.from({ length: maxMarks }, (_, at) => [`${at}`, { at: 1, q: 1 }])) };
    expect(() => changeMark(full, place, { seq: 1, starred: true })).toThrow("E_TOO_BIG");
    expect(changeMark(full, { ...place, hash: "7" }, { seq: 1, starred: true })["c"]?.["7"]?.s).toBe(true);
  });
});
