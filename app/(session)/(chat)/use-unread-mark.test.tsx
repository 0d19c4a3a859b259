import { renderHook, waitFor } from "@testing-library/react";
import { expect, it } from "vitest";
import { markedTitle, useUnreadMark } from "./use-unread-mark";

it("a title carries the count once, and none when everything is read", () => {
  expect(markedTitle("Parley", 3)).toBe("(3) Parley");
  expect(markedTitle("(3) Parley", 12)).toBe("(12) Parley");
  expect(markedTitle("(12) Parley", 0)).toBe("Parley");
});

it("the count stays in front whoever names the tab, and goes with the messenger", async () => {
  document.title = "Conversations · Parley";
  const { rerender, unmount } = renderHook(({ count }) => useUnreadMark(count), { initialProps: { count: 2 } });
  expect(document.title).toBe("(2) Conversations · Parley");
  document.title = "Bob · Parley";
  await waitFor(() => expect(document.title).toBe("(2) Bob · Parley"));
  rerender({ count: 0 });
  expect(document.title).toBe("Bob · Parley");
  rerender({ count: 5 });
  unmount();
  expect(document.title).toBe("Bob · Parley");
});
