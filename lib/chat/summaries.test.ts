import { expect, it } from "vitest";
import { CodedError, codeOf } from "@/lib/base/errors";
import type { WireSummary } from "@/lib/protocol/wire";
import type { Conversation } from "./conversation";
import { Summaries } from "./summaries";

const idOf = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`;
const count = 260;

/** A server with conversations, the newest first, and what of them was read again. */
function world() {
  const all = Array.from({ length: count }, (_, n) => ({ id: idOf(n), last_activity_at: count - n }) as WireSummary);
  const read: string[] = [];
  let [calls, failing] = [0, false];
  const conversations = async (before: { at: number; id: string } | null, max: number) => {
    calls++;
    if (failing) throw new CodedError("E_OFFLINE");
    return all.filter((one) => !before || one.last_activity_at < before.at).slice(0, max);
  };
  const known = (id: string) => ({ updateSummary: () => void read.push(id) }) as unknown as Conversation;
  const summaries = new Summaries({ server: { conversations } as never }, known);
  return { summaries, read, calls: () => calls, fail: (on: boolean) => (failing = on) };
}

it("reads nothing while nothing was missed, and the newest once something was", async () => {
  const { summaries, read, calls } = world();
  expect(await summaries.read()).toBe(false);
  summaries.miss();
  expect(await summaries.read()).toBe(true);
  expect([read.length, read[0], calls()]).toEqual([40, idOf(0), 1]);
  expect(await summaries.read()).toBe(false);
});

it("reads on until a conversation that was named has been seen, however long it has been quiet", async () => {
  const { summaries, read, calls } = world();
  summaries.hint({ conversation: idOf(95) });
  await summaries.read();
  expect([read.includes(idOf(95)), calls()]).toEqual([true, 2]);
  summaries.hint({ conversation: idOf(250) });
  await summaries.read();
  expect([read.includes(idOf(250)), calls()]).toEqual([true, 5]);
});

it("stops at the end for one that is not there, and takes what is no hint for a hint at everything", async () => {
  const { summaries, calls } = world();
  summaries.hint({ conversation: idOf(999) });
  await summaries.read();
  expect(calls()).toBe(3);
  summaries.hint("nonsense");
  expect(await summaries.read()).toBe(true);
});

it("reads again what a lost network kept back", async () => {
  const { summaries, read, fail } = world();
  summaries.hint({ conversation: idOf(95) });
  fail(true);
  expect(codeOf(await summaries.read().catch((thrown: unknown) => thrown))).toBe("E_OFFLINE");
  fail(false);
  expect(await summaries.read()).toBe(true);
  expect(read).toContain(idOf(95));
});
