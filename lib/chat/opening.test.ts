import { expect, it } from "vitest";
import { newClient, ScriptedServer } from "./scripted.fixture";

it("what is read of a conversation while it is being opened is not forgotten for what was fetched before", async () => {
  const server = new ScriptedServer();
  const [alice, bob] = [await newClient(server, "alice"), await newClient(server, "bob")];
  const { userId } = await alice.messenger.starting.findPerson("bob");
  await alice.messenger.starting.direct(userId);
  const device = await bob.otherDevice();
  const start = device.parts.server.start.bind(device.parts.server);
  const known = () => device.messenger.all().find(({ id }) => id === server.id);
  device.parts.server.start = async (id, max) => {
    const answer = await start(id, max);
    // Accepted on another device, after this answer was made and before it is taken.
    known()?.updateSummary({ ...answer.conversation, awaits: null });
    return { ...answer, conversation: { ...answer.conversation, awaits: bob.userId } };
  };
  const conversation = await device.messenger.open(server.id);
  await conversation.load();
  expect(conversation.summary.awaits).toBeNull();
});
