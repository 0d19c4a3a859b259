import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, expect, it } from "vitest";
import { CodedError } from "@/lib/base/errors";
import type { InviteView, MembershipCommands } from "@/lib/chat/view";
import { InviteLinks } from "./invite-links";

afterEach(cleanup);

const none = "No link works right now.";

it("only an answer says that there are no links: not the wait for one, nor a failure, which can be tried again", async () => {
  const answers: { resolve: (links: readonly InviteView[]) => void; reject: (thrown: unknown) => void }[] = [];
  const links = () => new Promise<readonly InviteView[]>((resolve, reject) => answers.push({ resolve, reject }));
  render(<InviteLinks commands={{ links } as unknown as MembershipCommands} admin />);
  expect(screen.queryByText(none)).toBeNull();
  answers[0]?.reject(new CodedError("E_OFFLINE"));
  await screen.findByRole("alert");
  expect(screen.queryByText(none)).toBeNull();
  fireEvent.click(screen.getByRole("button", { name: "Try again" }));
  answers[1]?.resolve([]);
  await screen.findByText(none);
  expect(screen.queryByRole("alert")).toBeNull();
});
