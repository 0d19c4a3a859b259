import { describe, expect, it } from "vitest";
import { nextMessage } from "./message-walk";
import type { TimelineItem } from "./timeline-items";

const kinds = ["beginning", "day", "message", "row", "message", "unread", "message"] as const;
const items = kinds.map((kind, at) => ({ kind, key: `${at}`, at }) as unknown as TimelineItem);

describe("walking from message to message", () => {
  it("passes over everything that is not a message", () => {
    expect(nextMessage(items, 2, "ArrowDown", true)).toBe(4);
    expect(nextMessage(items, 4, "ArrowDown", true)).toBe(6);
    expect(nextMessage(items, 6, "ArrowUp", true)).toBe(4);
  });

  it("ends at the first and at the last message", () => {
    expect(nextMessage(items, 2, "ArrowUp", true)).toBeNull();
    expect(nextMessage(items, 6, "ArrowDown", true)).toBeNull();
    expect(nextMessage(items, 6, "End", true)).toBeNull();
  });

  it("jumps to both ends", () => {
    expect(nextMessage(items, 6, "Home", true)).toBe(2);
    expect(nextMessage(items, 2, "End", true)).toBe(6);
  });

  it("begins at the last message in view, and leaves Home and End to the list until then", () => {
    expect(nextMessage(items, 4, "ArrowUp", false)).toBe(4);
    expect(nextMessage(items, 4, "ArrowDown", false)).toBe(4);
    expect(nextMessage(items, 4, "Home", false)).toBeNull();
    expect(nextMessage([], -1, "ArrowUp", false)).toBeNull();
  });
});
