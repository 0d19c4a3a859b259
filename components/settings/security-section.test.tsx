import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/react";
import { afterEach, expect, it } from "vitest";
import { CodedError, type ErrorCode } from "@/lib/base/errors";
import { SecuritySection, type SecuritySectionProps } from "./security-section";

afterEach(cleanup);

/** Changes the password, which fails so. */
async function changed(code: ErrorCode): Promise<string> {
  const commands = {
    changePassword: () => Promise.reject(new CodedError(code)),
  } as unknown as SecuritySectionProps["commands"];
  const me = { displayName: "Ada", email: "ada@example.org", handle: "ada", idleLockMinutes: null } as unknown;
  render(<SecuritySection me={me as SecuritySectionProps["me"]} commands={commands} />);
  fireEvent.click(screen.getAllByRole("button", { name: "Change password" })[0]!);
  fireEvent.change(screen.getByLabelText("Current password"), { target: { value: "not this one" } });
  fireEvent.change(screen.getByLabelText("New password"), { target: { value: "orbit velvet candle" } });
  fireEvent.click(screen.getByRole("button", { name: "Change password" }));
  const alert = await waitFor(() => screen.getByRole("alert"));
  return alert.textContent;
}

it("a wrong current password is called that, and nobody is sent to the recovery code", async () => {
  const said = await changed("E_COMMIT");
  expect(said).toContain("This is not your current password.");
  expect(said).not.toContain("recovery code");
});

it("any other failure keeps its own words", async () => {
  expect(await changed("E_OFFLINE")).toContain("There is no connection");
});
