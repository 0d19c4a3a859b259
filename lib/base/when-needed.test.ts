import { expect, it } from "vitest";
import { whenNeeded } from "./when-needed";

it("code that is needed twice, also at once, is loaded once", async () => {
  let loads = 0;
  const get = whenNeeded(async () => ({ load: ++loads }));
  const [first, second] = await Promise.all([get(), get()]);
  expect(second).toBe(first);
  expect(await get()).toBe(first);
  expect(loads).toBe(1);
});

it("code that cannot be had counts as no network, and is asked for again", async () => {
  let failures = 1;
  const get = whenNeeded(async () => {
    if (failures-- > 0) throw new Error("Failed to load chunk");
    return "code";
  });
  await expect(Promise.all([get(), get()])).rejects.toMatchObject({ code: "E_OFFLINE" });
  expect(await get()).toBe("code");
});
