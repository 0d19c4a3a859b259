import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestRealm, subscribe, until, type Person, type TestRealm } from "./test-realm.mts";
import type { RawSocket } from "./test-socket.mts";

let realm: TestRealm;
let person: Person;
beforeAll(async () => {
  realm = await startTestRealm();
  person = await realm.person();
  await realm.allow(person, "room");
});
afterAll(() => realm.stop());

const broadcasts = ({ frames }: RawSocket) => frames.filter(({ event }) => event === "broadcast");
const listenAgain = (times: number) =>
  until(() => realm.log.filter((line) => line === "listening again").length >= times);

async function member(): Promise<RawSocket> {
  const socket = await realm.raw();
  const { payload } = await socket.join("room", { private: true }, { access_token: person.token });
  expect(payload["status"]).toBe("ok");
  return socket;
}

async function cut(name: string) {
  await realm.pool.query("select pg_terminate_backend(pid) from pg_stat_activity where application_name = $1", [name]);
}

describe("a lost listening connection", () => {
  it("is made again; channels stay and rows arrive as before", async () => {
    const socket = await member();
    for (let turn = 1; turn <= 3; turn++) {
      await cut("realtime_feed");
      await listenAgain(turn);
      await realm.pool.query("select realtime.send(jsonb_build_object('turn', $1::int), 'e', 'room')", [turn]);
      await until(() => broadcasts(socket).length === turn);
    }
    expect(socket.frames.every(({ event }) => event === "phx_reply" || event === "broadcast")).toBe(true);
    expect(await realm.server.health()).toBe(true);
    await socket.close();
  });

  it("loses no row that was announced but not read yet", async () => {
    const socket = await member();
    const before = realm.log.length;
    await realm.sql.query("begin; lock table realtime.messages in access exclusive mode");
    await realm.sql.query("select realtime.send(jsonb_build_object('pad', repeat('x', 9000)), 'large', 'room')");
    await realm.sql.query("commit; begin; lock table realtime.messages in access exclusive mode");
    await new Promise((resolve) => setTimeout(resolve, 30));
    await cut("realtime_feed");
    await until(() => realm.log.length > before);
    await realm.sql.query("commit");
    await until(() => broadcasts(socket).length === 1);
    await socket.close();
  });

  it("makes nobody wait who only talks to other clients", async () => {
    const [sender, receiver] = [await member(), await member()];
    await cut("realtime_feed");
    sender.pushBroadcast("room", "e", {}, { joinRef: "1" });
    await receiver.next("broadcast");
    await until(() => realm.log.at(-1) === "listening again");
    await sender.close();
    await receiver.close();
  });
});

describe("lost probe connections", () => {
  it("are replaced without anybody noticing", async () => {
    await Promise.all(Array.from({ length: 8 }, () => member())).then((all) =>
      Promise.all(all.map((each) => each.close())),
    );
    await cut("realtime_probes");
    await until(() => realm.log.some((line) => line.startsWith("a database connection was lost")));
    await (await member()).close();
  });
});

describe("Postgres going away and coming back", () => {
  it("refuses joins meanwhile, keeps channels, and recovers by itself", async () => {
    const [sender, receiver] = [await member(), await member()];
    sender.pushBroadcast("room", "before", {}, { joinRef: "1" });
    await receiver.next("broadcast");
    const client = realm.client(person);
    await client.realtime.setAuth();
    await realm.database.stop();

    const subscription = subscribe(client.channel("room", { config: { private: true } }));
    await subscription.reported("CHANNEL_ERROR");
    const said = "UnableToConnectToProject: Realtime was unable to connect to the project database";
    expect(subscription.errors[0]?.message).toBe(said);
    const newcomer = await realm.raw();
    expect((await newcomer.join("public")).payload["response"]).toEqual({ reason: said });
    expect(await realm.server.health()).toBe(false);

    sender.pushBroadcast("room", "rights are cached", {}, { joinRef: "1" });
    await receiver.next("broadcast");
    receiver.send("room", "access_token", { access_token: await realm.token(person.id) }, { joinRef: "1" });
    expect((await receiver.next("system")).payload["message"]).toBe(
      "Realtime was unable to connect to the project database",
    );
    await receiver.next("phx_close");

    await realm.database.start();
    await until(() => realm.log.at(-1) === "listening again");
    await subscription.reported("SUBSCRIBED");
    await realm.pool.query("select realtime.send('{}', 'after', 'room')");
    expect((await sender.next("broadcast")).payload["event"]).toBe("after");
    expect(await realm.server.health()).toBe(true);
    for (const socket of [sender, receiver, newcomer]) await socket.close();
  }, 15_000);
});
