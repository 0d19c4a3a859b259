import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sendStates } from "@/lib/outbox/outbox";
import { Receipts } from "./receipts";

describe("receipts", () => {
  it("says delivered when every other member's device has it, read when every other member has read it", () => {
    const receipts = new Receipts();
    expect(receipts.stateOf(3, ["bob", "carol"])).toBe("sent");
    receipts.advance("bob", "view", 3);
    expect(receipts.stateOf(3, ["bob"])).toBe("delivered");
    expect(receipts.stateOf(3, ["bob", "carol"])).toBe("sent");
    receipts.advance("carol", "read", 4);
    expect(receipts.stateOf(3, ["bob", "carol"])).toBe("delivered");
    receipts.advance("bob", "read", 3);
    expect(receipts.stateOf(3, ["bob", "carol"])).toBe("read");
    expect(receipts.stateOf(4, ["bob", "carol"])).toBe("sent");
  });

  it("never claims that a conversation without others was read", () => {
    expect(new Receipts().stateOf(1, [])).toBe("sent");
  });

  it("only moves forward, whatever order pointers arrive in", () => {
    const pointers = fc.array(fc.tuple(fc.constantFrom("read" as const, "view" as const), fc.nat(20)), {
      maxLength: 30,
    });
    fc.assert(
      fc.property(pointers, fc.nat(20), (list, seq) => {
        const receipts = new Receipts();
        let before = 0;
        for (const [kind, position] of list) {
          receipts.advance("bob", kind, position);
          const now = sendStates.indexOf(receipts.stateOf(seq, ["bob"]));
          expect(now).toBeGreaterThanOrEqual(before);
          before = now;
        }
        const reversed = new Receipts();
        for (const [kind, position] of list.toReversed()) reversed.advance("bob", kind, position);
        expect(reversed.stateOf(seq, ["bob"])).toBe(receipts.stateOf(seq, ["bob"]));
      }),
    );
  });

  it("says by when a person had got to a message: the earliest statement that covers it", () => {
    const receipts = new Receipts();
    receipts.advance("bob", "view", 5, 100);
    receipts.advance("bob", "read", 5, 200);
    receipts.advance("bob", "read", 9, 300);
    expect(receipts.reached("bob", "read", 4)).toBe(200);
    expect(receipts.reached("bob", "read", 6)).toBe(300);
    expect(receipts.reached("bob", "view", 5)).toBe(100);
    expect(receipts.reached("bob", "view", 9)).toBe(300);
    expect(receipts.reached("bob", "read", 10)).toBeNull();
    expect(receipts.reached("carol", "read", 1)).toBeNull();
  });

  it("an older statement that arrives late tells an earlier time, a later one about less tells nothing", () => {
    const receipts = new Receipts();
    receipts.advance("bob", "read", 9, 300);
    receipts.advance("bob", "read", 5, 200);
    receipts.advance("bob", "read", 4, 400);
    expect(receipts.reached("bob", "read", 4)).toBe(200);
    expect(receipts.read("bob")).toBe(9);
  });
});
