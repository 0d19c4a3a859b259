import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestRealm, until, type Person, type TestRealm } from "./test-realm.mts";
import type { RawSocket } from "./test-socket.mts";

let realm: TestRealm;
let person: Person;
beforeAll(async () => {
  realm = await startTestRealm();
  person = await realm.person();
});
afterAll(() => realm.stop());

async function listener(topic: string, vsn = "2.0.0", broadcast: object = {}): Promise<RawSocket> {
  await realm.allow(person, topic, ["read broadcast"]);
  const socket = await realm.raw(vsn);
  const { payload } = await socket.join(topic, { private: true, broadcast }, { access_token: person.token });
  expect(payload["status"]).toBe("ok");
  return socket;
}

const broadcasts = ({ frames }: RawSocket) => frames.filter(({ event }) => event === "broadcast");

describe("the feed", () => {
  it("delivers in commit order, and within a transaction in insert order, small and large rows alike", async () => {
    const socket = await listener("order");
    await realm.sql.query(`do $$ begin
      for n in 1..300 loop
        perform realtime.send(jsonb_build_object('n', n, 'pad', repeat('x', case when n % 3 = 0 then 9000 else 10 end)), 'n', 'order');
        if n % 7 = 0 then commit; end if;
      end loop; end $$`);
    await until(() => broadcasts(socket).length === 300);
    const order = broadcasts(socket).map(({ payload }) => (payload["payload"] as { n: number }).n);
    expect(order).toEqual(order.map((_, index) => index + 1));
    await socket.close();
  });

  it("carries every kind of text, on both sides of what one notification holds", async () => {
    const topic = 'quote " and\nnew line';
    const socket = await listener(topic);
    const bodies = [
      "a\nb",
      'q"\\',
      "ü".repeat(3_950),
      "x".repeat(7_700),
      "x".repeat(7_800),
      "x".repeat(7_900),
      "x".repeat(8_100),
    ];
    for (const body of bodies)
      await realm.sql.query("select realtime.send(jsonb_build_object('body', $1::text), $2, $3)", [
        body,
        'e "\n',
        topic,
      ]);
    await until(() => broadcasts(socket).length === bodies.length);
    expect(broadcasts(socket).map(({ payload }) => (payload["payload"] as { body: string }).body)).toEqual(bodies);
    expect(broadcasts(socket)[0]?.payload["event"]).toBe('e "\n');
    await socket.close();
  });

  it("is silent about what was rolled back, and about rows that are no message", async () => {
    const socket = await listener("silent");
    await realm.sql.query("begin; select realtime.send('{}', 'undone', 'silent'); rollback");
    await realm.sql.query("begin; savepoint a; select realtime.send('{}', 'undone', 'silent'); rollback to a; commit");
    await realm.sql.query(`insert into realtime.messages (topic, extension, event, private, payload) values
      ('silent', 'broadcast', null, true, '{}'), ('silent', 'broadcast', 'e', null, '{}'), ('silent', 'broadcast', 'e', true, null)`);
    await realm.sql.query("select realtime.send('{}', 'told', 'silent')");
    expect((await socket.next("broadcast")).payload["event"]).toBe("told");
    await socket.close();
  });

  it("tells the author too: there is no sender to leave out", async () => {
    const client = realm.client(person);
    await realm.allow(person, "author", ["read broadcast"]);
    await client.realtime.setAuth();
    const heard: { payload: { id: string }; meta: { id: string } }[] = [];
    const channel = client.channel("author", { config: { private: true } });
    channel.on("broadcast", { event: "e" }, (message) => heard.push(message as never));
    await new Promise<void>((resolve) => channel.subscribe((status) => status === "SUBSCRIBED" && resolve()));
    await realm.sql.query("select realtime.send('{}', 'e', 'author')");
    await until(() => heard.length === 1);
    expect(heard[0]!.payload.id).toBe(heard[0]!.meta.id);
  });

  it("drops rows that are larger than the limit, and goes on", async () => {
    const socket = await listener("large");
    await realm.sql.query("select realtime.send(jsonb_build_object('x', repeat('x', 300000)), 'large', 'large')");
    await realm.sql.query("select realtime.send('{}', 'small', 'large')");
    expect((await socket.next("broadcast")).payload["event"]).toBe("small");
    await socket.close();
  });
});
