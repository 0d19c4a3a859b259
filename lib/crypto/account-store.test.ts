import { describe, expect, it } from "vitest";
import { type AccountStore, emptyStore, mergeStores, parseStore } from "./account-store";

const withPin = (g: number, h: string, ok: boolean): AccountStore => ({ ...emptyStore(), pins: { bob: { g, h, ok } } });
const withAnchor = (genesis: string, n: number): AccountStore => ({
  ...emptyStore(),
  conversations: { one: { genesis, n, t: `t${n}` } },
});

describe("account store", () => {
  it("merging keeps the newer generation of a pin, whichever side has it", () => {
    for (const [a, b] of [
      [withPin(1, "x", true), withPin(2, "y", false)],
      [withPin(2, "y", false), withPin(1, "x", true)],
    ] as const) {
      expect(mergeStores(a, b).pins["bob"]).toEqual({ g: 2, h: "y", ok: false });
    }
  });

  it("merging keeps a comparison made on either device, but only for the same key", () => {
    expect(mergeStores(withPin(1, "x", false), withPin(1, "x", true)).pins["bob"]?.ok).toBe(true);
    expect(mergeStores(withPin(1, "x", true), withPin(1, "other", false)).pins["bob"]).toEqual({
      g: 1,
      h: "other",
      ok: false,
    });
  });

  it("merging moves checkpoints forward and never replaces a pinned genesis", () => {
    expect(mergeStores(withAnchor("g", 9), withAnchor("g", 5)).conversations["one"]?.n).toBe(9);
    expect(mergeStores(withAnchor("g", 5), withAnchor("g", 9)).conversations["one"]?.n).toBe(9);
    expect(mergeStores(withAnchor("evil", 99), withAnchor("g", 9)).conversations["one"]?.genesis).toBe("g");
  });

  it("merging keeps what only one side knows, and a recovery code once confirmed", () => {
    const mine = { ...withPin(1, "x", false), settings: { recoveryConfirmed: true } };
    const merged = mergeStores(mine, withAnchor("g", 1));
    expect(Object.keys(merged.pins)).toEqual(["bob"]);
    expect(Object.keys(merged.conversations)).toEqual(["one"]);
    expect(merged.settings.recoveryConfirmed).toBe(true);
  });

  it("refuses content of another shape with E_FORMAT", () => {
    expect(parseStore(JSON.stringify(emptyStore()))).toEqual(emptyStore());
    expect(() => parseStore(JSON.stringify({ ...emptyStore(), extra: 1 }))).toThrow("E_FORMAT");
    expect(() => parseStore(JSON.stringify({ ...emptyStore(), v: 2 }))).toThrow("E_FORMAT");
  });
});
