import { cleanup, render } from "@testing-library/react";
import { afterEach, expect, it } from "vitest";
import type { TimelineRow } from "@/lib/chat/view";
import { plainMessage } from "@/lib/chat/view-message";
import { Announcer } from "./announcer";

afterEach(cleanup);

const author = { userId: "a", handle: "ann", name: "Ann", me: false, trust: "unverified" } as const;
const said = (seq: number, text: string): TimelineRow => ({
  ...{ type: "message", key: `k${seq}`, seq, at: 0, author, text, send: null, failure: null, marks: [] },
  ...plainMessage,
});
const gone = (seq: number): TimelineRow => ({
  type: "tombstone",
  key: `k${seq}`,
  seq,
  at: 0,
  reason: "author",
  by: null,
});

it("tells of a new message once, and keeps nothing of it when it is gone", () => {
  const { container, rerender } = render(<Announcer timeline={[said(1, "old")]} />);
  expect(container.textContent).toBe("");
  rerender(<Announcer timeline={[said(1, "old"), said(2, "new")]} />);
  expect(container.textContent).toMatch(/Ann.*new/);
  rerender(<Announcer timeline={[said(1, "old"), gone(2)]} />);
  expect(container.textContent).toBe("");
});
