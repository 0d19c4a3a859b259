import { describe, expect, it } from "vitest";
import { CodedError } from "@/lib/base/errors";
import { UnlockThrottle } from "./throttle";

const wrong = () => Promise.reject(new CodedError("E_COMMIT"));

describe("unlock throttle", () => {
  it("A01: lets a few slips pass, then makes each further try wait, longer and longer, without trying", async () => {
    let now = 0;
    const throttle = new UnlockThrottle(() => now);
    for (let i = 0; i < 4; i++) await expect(throttle.guard(wrong)).rejects.toMatchObject({ code: "E_COMMIT" });
    let tried = false;
    const attempt = throttle.guard(async () => {
      tried = true;
    });
    await expect(attempt).rejects.toMatchObject({ code: "E_RATE", retryAfterMs: 2_000 });
    expect(tried).toBe(false);
    now += 2_000;
    await expect(throttle.guard(wrong)).rejects.toMatchObject({ code: "E_COMMIT" });
    await expect(throttle.guard(wrong)).rejects.toMatchObject({ code: "E_RATE", retryAfterMs: 4_000 });
  });

  it("forgets after a success, and does not count failures that say nothing about the password", async () => {
    const throttle = new UnlockThrottle(() => 0);
    const offline = () => Promise.reject(new CodedError("E_OFFLINE"));
    for (let i = 0; i < 9; i++) await expect(throttle.guard(offline)).rejects.toMatchObject({ code: "E_OFFLINE" });
    for (let i = 0; i < 3; i++) await expect(throttle.guard(wrong)).rejects.toMatchObject({ code: "E_COMMIT" });
    await throttle.guard(async () => undefined);
    for (let i = 0; i < 3; i++) await expect(throttle.guard(wrong)).rejects.toMatchObject({ code: "E_COMMIT" });
  });
});
