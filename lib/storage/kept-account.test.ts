import { describe, expect, it } from "vitest";
import { withNewerStore } from "./kept-account";
import { MemoryStore } from "./memory-store";

const account = JSON.stringify({ user_id: "u", display_name: "Ada", store: { version: 3, body: "three", more: 1 } });

describe("the account that a device remembers", () => {
  it("takes a newer store, and stays as it is otherwise", () => {
    expect(JSON.parse(withNewerStore(account, { version: 4, body: "four" }) ?? "")).toEqual({
      ...{ user_id: "u", display_name: "Ada" },
      store: { version: 4, body: "four", more: 1 },
    });
  });

  it("does not go back, nor is it written again for nothing", () => {
    for (const version of [2, 3]) expect(withNewerStore(account, { version, body: "other" })).toBeNull();
  });

  it("is not made by a store alone: a device that remembers nobody stays one", async () => {
    const store = new MemoryStore();
    await store.keepAccountStore({ version: 9, body: "nine" });
    expect(await store.device()).toBeNull();
  });
});
