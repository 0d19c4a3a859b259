import { expect, it, vi } from "vitest";
import { codeOf } from "@/lib/base/errors";
import { newClient, ScriptedServer } from "./scripted.fixture";

it("history that cannot be had is not asked for with every drawing, and again after a while", async () => {
  const server = new ScriptedServer();
  const [alice] = [await newClient(server, "alice"), await newClient(server, "bob")];
  const { userId } = await alice.messenger.starting.findPerson("bob");
  await alice.messenger.starting.direct(userId);
  const here = await alice.messenger.open(server.id);
  await here.load();
  for (let at = 0; at < 80; at++) await here.sender.send(`said ${at}`);
  await vi.waitFor(() => expect(here.sender.pending).toEqual([]), { timeout: 20_000 });

  const other = await alice.otherDevice();
  const there = await other.messenger.open(server.id);
  await there.load();
  const asked = vi.spyOn(other.parts.server, "history");
  const rested = vi.fn<() => void>();
  other.parts.clock.after = (_ms, work) => (rested.mockImplementation(work), () => undefined);
  server.away = true;
  const before = there.rows.length;
  expect(await there.loadOlder().catch(codeOf)).toBe("E_OFFLINE");
  const once = asked.mock.calls.length;
  expect(once).toBeGreaterThan(0);
  const told = vi.fn<() => void>();
  there.changed.subscribe(told);
  for (let drawing = 0; drawing < 5; drawing++) expect(await there.loadOlder().catch(codeOf)).toBe("E_OFFLINE");
  expect([asked.mock.calls.length, told.mock.calls.length]).toEqual([once, 0]);

  server.away = false;
  rested();
  expect(told).toHaveBeenCalledTimes(1);
  await there.loadOlder();
  expect(there.rows.length).toBeGreaterThan(before);
});
