/** Owns the proof that limits let a burst through, then one at a time, and forget nobody too early. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { limitAuth } from "./auth-limits.mts";
import { createRateLimiter } from "./rate-limiter.mts";

describe("a limit", () => {
  it("lets a burst through, then one per interval, per key", () => {
    let now = 0;
    const limiter = createRateLimiter(() => now);
    const rate = { burst: 3, everyMs: 1000 };
    expect([1, 2, 3].map(() => limiter.take("a", rate))).toEqual([0, 0, 0]);
    expect(limiter.take("a", rate)).toBe(1000);
    expect(limiter.take("b", rate)).toBe(0);
    now = 999;
    expect(limiter.take("a", rate)).toBe(1);
    now = 1000;
    expect(limiter.take("a", rate)).toBe(0);
    expect(limiter.take("a", rate)).toBe(1000);
  });

  it("never lets more through than burst plus elapsed time", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(700), { maxLength: 200 }), fc.integer({ min: 1, max: 8 }), (steps, burst) => {
        let now = 0;
        const limiter = createRateLimiter(() => now);
        let passed = 0;
        for (const step of steps) {
          now += step;
          if (limiter.take("k", { burst, everyMs: 300 }) === 0) passed++;
          expect(passed).toBeLessThanOrEqual(burst + now / 300);
        }
      }),
    );
  });

  it("forgets only keys whose allowance is full again", () => {
    let now = 0;
    const limiter = createRateLimiter(() => now, 2);
    const rate = { burst: 1, everyMs: 100 };
    limiter.take("a", rate);
    now = 50;
    limiter.take("b", rate);
    now = 120;
    limiter.take("c", rate);
    expect(limiter.take("b", rate)).toBe(30);
    expect(limiter.take("a", rate)).toBe(0);
  });
});

describe("Auth", () => {
  const tries = (count: number, action: string, query: string, body: object) => {
    const limiter = createRateLimiter(() => 0);
    const waits = Array.from({ length: count }, () =>
      limitAuth(limiter, "::1", action, new URLSearchParams(query), body as Record<string, unknown>),
    );
    return waits.filter((wait) => wait === 0).length;
  };

  it("limits guesses and mails per account, whatever way the address is written", () => {
    expect(tries(50, "token", "grant_type=password", { email: "a@example.org" })).toBe(10);
    expect(tries(50, "verify", "", { email: "a@example.org" })).toBe(10);
    expect(tries(50, "recover", "", { email: "a@example.org" })).toBe(5);
    const limiter = createRateLimiter(() => 0);
    const one = (email: string) => limitAuth(limiter, "::1", "otp", new URLSearchParams(), { email });
    expect(
      ["A@example.org", "a@Example.org ", "a@example.org", " a@example.org", "a@example.org", "A@EXAMPLE.ORG"]
        .map(one)
        .map((wait) => wait > 0),
    ).toEqual([false, false, false, false, false, true]);
  });

  it("limits each network address over all accounts, and leaves reading one's own account alone", () => {
    expect(tries(1000, "verify", "", { token_hash: "x" })).toBe(600);
    expect(tries(1000, "user", "", {})).toBe(1000);
  });
});
