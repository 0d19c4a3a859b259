import { expect, it } from "vitest";
import { whenCalled } from "./when-called";

class Counter {
  private count = 0;

  async add(by: number): Promise<number> {
    this.count += by;
    return this.count;
  }
}

it("loads an object at the first call, once, and calls its methods on it", async () => {
  let loads = 0;
  const counter = whenCalled(async () => {
    loads++;
    return new Counter();
  });
  expect(loads).toBe(0);
  expect(await Promise.all([counter.add(1), counter.add(2)])).toEqual([1, 3]);
  expect(loads).toBe(1);
});

it("says that there is no network where the code cannot be had, and tries again at the next call", async () => {
  let failures = 1;
  const counter = whenCalled(async () => {
    if (failures-- > 0) throw new Error("Failed to load chunk");
    return new Counter();
  });
  await expect(counter.add(1)).rejects.toMatchObject({ code: "E_OFFLINE" });
  expect(await counter.add(1)).toBe(1);
});

it("can be handed on by a promise without being loaded", async () => {
  let loads = 0;
  const counter = whenCalled(async () => {
    loads++;
    return new Counter();
  });
  expect(await Promise.resolve(counter)).toBe(counter);
  expect(loads).toBe(0);
});
