import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestRealm, subscribe, until, type TestRealm } from "./test-realm.mts";

let realm: TestRealm;
beforeAll(async () => {
  realm = await startTestRealm();
});
afterAll(() => realm.stop());

type Heard = { event: string; payload: unknown; meta?: { id: string } };

/** A subscribed channel of a new client and all broadcasts it hears. */
async function listener(topic: string, options: { vsn?: string; broadcast?: object } = {}) {
  const client = realm.client(null, options.vsn ? { vsn: options.vsn } : {});
  const heard: Heard[] = [];
  const channel = client.channel(topic, { config: { broadcast: options.broadcast ?? {} } });
  channel.on("broadcast", { event: "*" }, (message: Heard) => heard.push(message));
  await subscribe(channel).reported("SUBSCRIBED");
  return { channel, heard };
}

describe("a broadcast of a client", () => {
  it.each([
    ["2.0.0", "2.0.0"],
    ["1.0.0", "2.0.0"],
    ["2.0.0", "1.0.0"],
    ["1.0.0", "1.0.0"],
  ])("reaches the others, from serializer %s to %s", async (from, to) => {
    const topic = `cross ${from} ${to}`;
    const sender = await listener(topic, { vsn: from });
    const receiver = await listener(topic, { vsn: to });
    const payload = { text: "grüße 😀", list: [1, null, { a: true }] };
    expect(await sender.channel.send({ type: "broadcast", event: "événement", payload })).toBe("ok");
    await until(() => receiver.heard.length === 1);
    expect(receiver.heard[0]).toMatchObject({ type: "broadcast", event: "événement", payload });
    expect(sender.heard).toEqual([]);
  });

  it("carries bytes to version 2 and skips version 1", async () => {
    const sender = await listener("bytes");
    const second = await listener("bytes");
    const first = await listener("bytes", { vsn: "1.0.0" });
    const bytes = new Uint8Array([0, 255, 1, 254]).buffer;
    await sender.channel.send({ type: "broadcast", event: "binary", payload: bytes });
    await sender.channel.send({ type: "broadcast", event: "json", payload: {} });
    await until(() => first.heard.length > 0 && second.heard.length > 1);
    expect(Buffer.from(second.heard[0]!.payload as ArrayBuffer)).toEqual(Buffer.from(bytes));
    expect(first.heard.map(({ event }) => event)).toEqual(["json"]);
  });

  it("comes back to the sending channel only with self, and to other channels of the person always", async () => {
    const sender = await listener("self", { broadcast: { self: true } });
    const other = await listener("self");
    await sender.channel.send({ type: "broadcast", event: "e", payload: {} });
    await until(() => sender.heard.length === 1 && other.heard.length === 1);
  });

  it("keeps its order", async () => {
    const sender = await listener("order");
    const receiver = await listener("order");
    for (let n = 0; n < 500; n++) void sender.channel.send({ type: "broadcast", event: "n", payload: { n } });
    await until(() => receiver.heard.length === 500);
    expect(receiver.heard.map(({ payload }) => (payload as { n: number }).n)).toEqual([...receiver.heard.keys()]);
  });

  it("is answered only when ack is asked for", async () => {
    const socket = await realm.raw();
    await socket.join("quiet");
    await socket.join("acked", { broadcast: { ack: true } }, { ref: "2" });
    socket.pushBroadcast("quiet", "e", {}, { ref: "3", joinRef: "1" });
    socket.pushBroadcast("acked", "e", {}, { ref: "4", joinRef: "2" });
    expect(await socket.next("phx_reply")).toEqual({
      joinRef: "2",
      ref: "4",
      topic: "realtime:acked",
      event: "phx_reply",
      payload: { status: "ok", response: {} },
    });
    await socket.settle();
    expect(socket.frames.some(({ ref }) => ref === "3")).toBe(false);
    await socket.close();
  });

  it("that is too large is dropped: silently, or with an error when ack is asked for", async () => {
    const largest = 256 * 1000 + 500;
    const acked = await listener("size", { broadcast: { ack: true } });
    const quiet = await listener("size");
    const fits = { x: "x".repeat(largest - 8) };
    expect(await acked.channel.send({ type: "broadcast", event: "fits", payload: fits })).toBe("ok");
    const tooLarge = { x: `x${fits.x}` };
    expect(await acked.channel.send({ type: "broadcast", event: "large", payload: tooLarge })).toBe("error");
    expect(await quiet.channel.send({ type: "broadcast", event: "large", payload: tooLarge })).toBe("ok");
    expect(await acked.channel.send({ type: "broadcast", event: "last", payload: {} })).toBe("ok");
    await until(() => quiet.heard.length === 2);
    expect(quiet.heard.map(({ event }) => event)).toEqual(["fits", "last"]);
    expect(acked.heard).toEqual([]);
  });

  it("names the error as upstream does", async () => {
    const small = await realm.serve({ limits: { payloadBytes: 10 } });
    const socket = await small.raw();
    await socket.join("size", { broadcast: { ack: true } });
    socket.pushBroadcast("size", "e", "0123456789", { ref: "2", joinRef: "1" });
    expect((await socket.next("phx_reply")).payload).toEqual({ status: "error", response: "payload_size_exceeded" });
    await socket.close();
    await small.stop();
  });

  it("in a text frame is relayed as it is", async () => {
    const [sender, receiver] = [await realm.raw(), await realm.raw()];
    await sender.join("map");
    await receiver.join("map");
    const payload = { type: "broadcast", event: "e", payload: { a: 1 }, extra: ["kept"] };
    sender.send("map", "broadcast", payload, { ref: "2", joinRef: "1" });
    expect(await receiver.next("broadcast")).toEqual({
      joinRef: null,
      ref: null,
      topic: "realtime:map",
      event: "broadcast",
      payload,
    });
    await sender.close();
    await receiver.close();
  });

  it("with metadata about storing is delivered all the same", async () => {
    const [sender, receiver] = [await realm.raw(), await realm.raw()];
    await sender.join("persist");
    await receiver.join("persist");
    const meta = Buffer.from('{"persist":true}');
    const head = Buffer.from([3, 1, 1, "realtime:persist".length, 1, meta.length, 1]);
    sender.sendBytes(Buffer.concat([head, Buffer.from("12realtime:persiste"), meta, Buffer.from('{"a":1}')]));
    expect((await receiver.next("broadcast")).payload).toMatchObject({ event: "e", payload: { a: 1 } });
    await sender.close();
    await receiver.close();
  });
});

describe("namespaces", () => {
  it("keep public and private topics of one name apart", async () => {
    const person = await realm.person();
    await realm.allow(person, "same name");
    const [open, closed] = [await realm.raw(), await realm.raw()];
    await open.join("same name");
    await closed.join("same name", { private: true }, { access_token: person.token });
    open.pushBroadcast("same name", "public", {}, { joinRef: "1" });
    closed.pushBroadcast("same name", "private", {}, { joinRef: "1" });
    await realm.sql.query("select realtime.send('{}', 'private row', 'same name')");
    await realm.sql.query("select realtime.send('{}', 'public row', 'same name', false)");
    const heard = (await open.next("broadcast")).payload["event"];
    const heardPrivately = (await closed.next("broadcast")).payload["event"];
    await Promise.all([open.settle(), closed.settle()]);
    expect([heard, heardPrivately]).toEqual(["public row", "private row"]);
    expect(open.frames.filter(({ event }) => event === "broadcast")).toHaveLength(1);
    expect(closed.frames.filter(({ event }) => event === "broadcast")).toHaveLength(1);
    await open.close();
    await closed.close();
  });
});
