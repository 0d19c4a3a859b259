import { cleanup, render, screen } from "@testing-library/react";
import { afterEach, expect, it } from "vitest";
import { type MessageRow, plainMessage } from "@/lib/chat/view-message";
import { CallCard } from "./call-card";
import { LinksShut } from "./links-shut";

afterEach(cleanup);

const author = { userId: "a", handle: "ann", name: "Ann", me: false, trust: "unverified" } as const;
const row: MessageRow = {
  ...{ type: "message", key: "k", seq: 1, at: 0, author, text: "Video call", send: null, failure: null, marks: [] },
  ...plainMessage,
};
const call = (address: string) => ({ kind: "call", address }) as const;

it("says who calls and what the provider sees, and opens it in a tab that learns nothing of this one", () => {
  render(<CallCard row={row} call={call("https://meet.example.org/x")} own={false} />);
  expect(screen.getByText("Ann is calling")).toBeDefined();
  expect(screen.getByText(/meet\.example\.org .*address/)).toBeDefined();
  const link = screen.getByRole("link", { name: "Join" });
  expect([link.getAttribute("href"), link.getAttribute("target")]).toEqual(["https://meet.example.org/x", "_blank"]);
  expect(link.getAttribute("rel")).toContain("noreferrer");
  expect(link.getAttribute("rel")).toContain("noopener");
});

it("offers nothing to join at an address that is none, or that a stranger has written", () => {
  render(<CallCard row={row} call={call("javascript:alert(1)")} own={false} />);
  render(<CallCard row={row} call={call("https://bank.example@evil.example/")} own={false} />);
  render(
    <LinksShut value>
      <CallCard row={row} call={call("https://meet.example.org/x")} own={false} />
    </LinksShut>,
  );
  expect(screen.queryByRole("link")).toBeNull();
  expect(screen.getAllByText("Video call")).toHaveLength(3);
});
