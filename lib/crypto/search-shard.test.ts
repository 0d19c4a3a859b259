import { describe, expect, it } from "vitest";
import { concat, utf8 } from "@/lib/base/bytes";
import { codeOf } from "@/lib/base/errors";
import { Writer } from "@/lib/protocol/layout";
import { padme } from "./padme";
import { cseal, random } from "./primitives";
import { openShard, sealShard } from "./search-shard";

const key = random(32);
const place = { userId: random(16), conversation: random(16), name: "2026-11:000003" };

const failure = (work: () => unknown) => {
  try {
    work();
  } catch (thrown) {
    return codeOf(thrown);
  }
  return null;
};

describe("a shard", () => {
  it("opens to what was sealed, with its version", () => {
    const sealed = sealShard(key, place, 7, '["Grüße"]');
    expect(openShard(key, place, sealed)).toEqual({ version: 7, json: '["Grüße"]' });
  });

  it("shows a padded size only", () => {
    const size = (length: number) => sealShard(key, place, 1, "x".repeat(length)).length;
    expect(size(0)).toBe(88 + 1_024);
    expect(size(1_020)).toBe(size(0));
    expect(size(1_021)).toBeGreaterThan(size(0));
    expect(size(50_000)).toBe(88 + padme(50_004));
  });

  it("opens nowhere else: not for another person, conversation, name, version or key", () => {
    const sealed = sealShard(key, place, 7, "[]");
    const elsewhere = [{ userId: random(16) }, { conversation: random(16) }, { name: "2026-11:000004" }];
    for (const other of elsewhere)
      expect(failure(() => openShard(key, { ...place, ...other }, sealed))).toBe("E_COMMIT");
    expect(failure(() => openShard(random(32), place, sealed))).toBe("E_COMMIT");
    const renumbered = sealed.slice();
    renumbered[7] = 8;
    expect(failure(() => openShard(key, place, renumbered))).toBe("E_COMMIT");
  });

  it("any flipped bit and any shortening is refused", () => {
    const sealed = sealShard(key, place, 7, "[]");
    for (const at of [0, 8, 40, 80, sealed.length - 1]) {
      const flipped = sealed.slice();
      flipped[at]! ^= 1;
      expect(failure(() => openShard(key, place, flipped))).not.toBeNull();
      expect(failure(() => openShard(key, place, sealed.slice(0, at)))).not.toBeNull();
    }
  });

  it("has a name of 1 to 16 printed characters", () => {
    for (const name of ["", "x".repeat(17), "a b", "tab\t", "é", "del\x7f"])
      expect(failure(() => sealShard(key, { ...place, name }, 1, "[]"))).toBe("E_FORMAT");
    for (const name of ["!", "~", "x".repeat(16)])
      expect(openShard(key, { ...place, name }, sealShard(key, { ...place, name }, 1, "[]")).json).toBe("[]");
  });

  it("is refused when the key's holder has sealed no text of that length, or something behind it", () => {
    const { userId, conversation } = place;
    const label = new Uint8Array(16);
    label.set(utf8(place.name));
    const version = new Writer().u64(1).finish();
    const sealed = (inside: Uint8Array) =>
      concat(version, cseal(key, "search", concat(userId, conversation, label, version), inside, random));
    const inside = (length: number, ...rest: number[]) =>
      concat(new Writer().u32(length).finish(), Uint8Array.from(rest));
    expect(openShard(key, place, sealed(inside(2, 91, 93, 0, 0)))).toEqual({ version: 1, json: "[]" });
    expect(failure(() => openShard(key, place, sealed(inside(2, 91, 93, 0, 1))))).toBe("E_FORMAT");
    expect(failure(() => openShard(key, place, sealed(inside(5, 91, 93, 0, 0))))).toBe("E_FORMAT");
    expect(failure(() => openShard(key, place, sealed(Uint8Array.of(0, 0, 0))))).toBe("E_FORMAT");
  });
});
