import { act, cleanup, renderHook, waitFor } from "@testing-library/react";
import { afterEach, expect, it, vi } from "vitest";
import { CodedError } from "@/lib/base/errors";
import { useConversation } from "./use-conversation";

const open = vi.fn<() => Promise<never>>();
const messenger = { open, opened: () => null };
vi.mock("./use-chat", () => ({ useMessenger: () => messenger }));

afterEach(cleanup);

it("a conversation that failed to open is opened anew when that is asked for", async () => {
  open.mockRejectedValueOnce(new CodedError("E_NOT_FOUND")).mockReturnValue(new Promise(() => undefined));
  const { result } = renderHook(() => useConversation("a"));
  await waitFor(() => expect(result.current.view.phase.kind).toBe("failed"));
  act(() => result.current.reopen());
  await waitFor(() => expect(result.current.view.phase.kind).toBe("opening"));
  expect(open).toHaveBeenCalledTimes(2);
});
