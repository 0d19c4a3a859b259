import { expect, it, vi } from "vitest";
import { newClient, ScriptedServer } from "./scripted.fixture";

it("what belongs to the person is asked for, although the network goes away between the list and the messages", async () => {
  const server = new ScriptedServer();
  const [alice, bob] = [await newClient(server, "alice"), await newClient(server, "bob")];
  const { userId } = await alice.messenger.starting.findPerson("bob");
  await alice.messenger.starting.direct(userId);
  await (await bob.messenger.open(server.id)).load();
  await vi.waitFor(async () => expect((await bob.store.conversation(server.id))?.listEntry).toBeTruthy(), {
    timeout: 15_000,
  });
  const run = vi.spyOn(server, "run");
  server.failures.push({ call: "sync", code: "E_OFFLINE", when: "before" });
  await bob.reload();
  await vi.waitFor(() => expect(run.mock.calls.map(([call]) => call)).toContain("storeSince"), { timeout: 15_000 });
  expect(server.failures).toEqual([]);
});
