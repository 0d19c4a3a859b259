import { describe, expect, it } from "vitest";
import { codeOf } from "@/lib/base/errors";
import { padme } from "./padme";
import { random } from "./primitives";
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
    expect(size(1)).toBe(size(900));
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
});
