import { describe, expect, it } from "vitest";
import type { PersonView, TimelineRow } from "@/lib/chat/view";
import { plainMessage } from "@/lib/chat/view-message";
import { newlyHeard, stillThere } from "./newly-heard";

const bob: PersonView = { userId: "b", handle: "bob", name: "Bob", me: false, trust: "unverified" };
const said = (seq: number | null, text: string, more: object = {}): TimelineRow => ({
  ...plainMessage,
  type: "message",
  key: `k${seq}`,
  seq,
  at: 0,
  author: bob,
  text,
  send: null,
  failure: null,
  marks: [],
  ...more,
});

describe("what is read out as it arrives", () => {
  it("is nothing of what was there when the conversation opened", () => {
    expect(newlyHeard([said(1, "a"), said(2, "b")], null)).toEqual({ newest: 2, heard: [] });
  });

  it("is each new message once, without its markup", () => {
    const first = newlyHeard([said(1, "a"), said(2, "**b**"), said(3, "c")], 1);
    expect(first.heard).toEqual([
      { seq: 2, name: "Bob", text: "b" },
      { seq: 3, name: "Bob", text: "c" },
    ]);
    expect(newlyHeard([said(1, "a"), said(2, "b"), said(3, "c")], first.newest).heard).toEqual([]);
  });

  it("is no own message, and none of somebody who is blocked", () => {
    const rows = [said(1, "a"), said(2, "mine", { send: "sent" }), said(3, "folded", { folded: true })];
    expect(newlyHeard(rows, 1)).toEqual({ newest: 3, heard: [] });
  });

  it("is a count where many come at once", () => {
    const rows = [1, 2, 3, 4, 5, 6].map((seq) => said(seq, "x"));
    expect(newlyHeard(rows, 1).heard).toEqual([{ seq: 6, count: 5 }]);
  });

  it("leaves the page with its message", () => {
    const { heard } = newlyHeard([said(1, "a"), said(2, "b"), said(3, "c")], 1);
    const later = [said(1, "a"), said(2, "edited"), said(3, "c")];
    expect(stillThere(heard, later)).toEqual([{ seq: 3, name: "Bob", text: "c" }]);
    expect(stillThere(heard, [said(1, "a")])).toEqual([]);
  });

  it("is not said again when the newest message goes away, and comes back", () => {
    const gone = newlyHeard([said(1, "a")], 2);
    expect(gone.newest).toBe(2);
    expect(newlyHeard([said(1, "a"), said(2, "b")], gone.newest).heard).toEqual([]);
  });
});
