import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Database, openDatabase } from "./support/database";
import { addPerson } from "./support/people";
import { refusal } from "./support/refusal";

let db: Database;
beforeAll(async () => void (db = await openDatabase()));
afterAll(() => db.close());

const seen = (device_id: string, label = "Firefox on Linux", remembered = true) => ({ device_id, label, remembered });

it("lists the caller's devices, last used first, and nobody else's", async () => {
  const [alice, bob] = [await addPerson(db, "alice"), await addPerson(db, "bob")];
  const [first, second] = [randomUUID(), randomUUID()];
  await alice.call("device_seen", seen(first));
  await alice.call("device_seen", seen(second, "Safari on iPhone", false));
  await alice.call("device_seen", seen(first, "Firefox on Debian"));
  expect(await alice.call("devices")).toMatchObject([
    { device_id: first, label: "Firefox on Debian", remembered: true },
    { device_id: second, label: "Safari on iPhone", remembered: false },
  ]);
  expect(await bob.call("devices")).toEqual([]);
  await bob.call("device_forget", { device_id: first });
  await alice.call("device_forget", { device_id: second });
  expect(await alice.call("devices")).toMatchObject([{ device_id: first }]);
});

it("keeps at most fifty, refuses labels that are not plain text, and needs an account", async () => {
  const alice = await addPerson(db, "alice");
  for (let i = 0; i < 50; i++) await alice.call("device_seen", seen(randomUUID()));
  expect(await refusal(alice.call("device_seen", seen(randomUUID())))).toBe("E_INPUT");
  expect(await refusal(alice.call("device_seen", seen(randomUUID(), "a\u202eb")))).toBe("E_INPUT");
  const stranger = { role: "authenticated", userId: randomUUID() } as const;
  expect(await refusal(db.call(stranger, "device_seen", seen(randomUUID())))).toBe("E_NO_KEYS");
});
