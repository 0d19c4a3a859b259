import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestRealm, until, type Person, type TestRealm } from "./test-realm.mts";
import type { RawFrame, RawSocket } from "./test-socket.mts";

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
const meta = ({ payload }: RawFrame) => payload["meta"] as { id: string; replayed?: true };

describe("replay", () => {
  const stored = async (topic: string, count: number, event = "e") => {
    const ids: string[] = [];
    for (let n = 0; n < count; n++) {
      const { rows } = await realm.sql.query(
        `insert into realtime.messages (topic, extension, event, private, payload, inserted_at)
         values ($1, 'broadcast', $2, true, $3, now() - interval '1 minute' + $4 * interval '1 second') returning id`,
        [topic, event, JSON.stringify({ n }), n],
      );
      ids.push(rows[0].id as string);
    }
    return ids;
  };
  const since = () => Date.now() - 3_600_000;

  it("follows the join: the newest of that time, oldest first, marked, as text of this join", async () => {
    const topic = randomUUID();
    const ids = await stored(topic, 5);
    const socket = await listener(topic, "2.0.0", { replay: { since: since(), limit: 3 } });
    await until(() => broadcasts(socket).length === 3);
    expect(broadcasts(socket).map((frame) => [frame.joinRef, frame.ref, meta(frame)])).toEqual(
      ids.slice(2).map((id) => ["1", null, { id, replayed: true }]),
    );
    expect(broadcasts(socket)[0]?.payload).toMatchObject({ type: "broadcast", event: "e", payload: { n: 2 } });
    await socket.close();
  });

  it("gives at most 25, and none of before", async () => {
    const topic = randomUUID();
    const ids = await stored(topic, 30);
    const socket = await listener(topic, "2.0.0", { replay: { since: since(), limit: 1_000 } });
    const later = await listener(topic, "2.0.0", { replay: { since: Date.now() } });
    await until(() => broadcasts(socket).length === 25);
    await socket.settle();
    expect(broadcasts(socket).map((frame) => meta(frame).id)).toEqual(ids.slice(5));
    expect(broadcasts(later)).toEqual([]);
    await socket.close();
    await later.close();
  });

  it("sends bytes as kind 4 to version 2, and skips version 1", async () => {
    const topic = randomUUID();
    await realm.sql.query("select realtime.send_binary('\\x01', 'b', $1)", [topic]);
    await stored(topic, 1);
    const second = await listener(topic, "2.0.0", { replay: { since: since() } });
    const first = await listener(topic, "1.0.0", { replay: { since: since() } });
    await until(() => broadcasts(second).length === 2 && broadcasts(first).length === 1);
    expect(broadcasts(second).find(({ kind }) => kind === 4)?.payload).toMatchObject({ meta: { replayed: true } });
    expect(broadcasts(first)[0]).toMatchObject({ ref: null, payload: { meta: { replayed: true } } });
    await first.close();
    await second.close();
  });

  it("neither repeats nor loses what is sent while joining", async () => {
    const topic = randomUUID();
    await listener(topic).then((socket) => socket.close());
    let sending = true;
    let sent = 0;
    const sender = (async () => {
      while (sending && sent < 25)
        await realm.sql.query("select realtime.send(jsonb_build_object('n', $1::int), 'n', $2)", [sent++, topic]);
    })();
    const sockets = await Promise.all(
      Array.from({ length: 10 }, () => listener(topic, "2.0.0", { replay: { since: since() } })),
    );
    sending = false;
    await sender;
    for (const socket of sockets) {
      await until(() => broadcasts(socket).length >= sent);
      const numbers = broadcasts(socket).map(({ payload }) => (payload["payload"] as { n: number }).n);
      expect(numbers).toEqual(Array.from({ length: sent }, (_, n) => n));
      await socket.close();
    }
  });

  it.each([
    [{ since: "yesterday" }, "Replay params are not valid"],
    [{ since: 1.5 }, "Replay params are not valid"],
    [{ since: 1, limit: "all" }, "Replay params are not valid"],
    [{ since: -9e15 }, "Realtime was unable to replay messages"],
  ])("refuses %j", async (replay, message) => {
    await realm.allow(person, "refused", ["read broadcast"]);
    const socket = await realm.raw();
    const { payload } = await socket.join(
      "refused",
      { private: true, broadcast: { replay } },
      { access_token: person.token },
    );
    expect(payload).toEqual({ status: "error", response: { reason: `UnableToReplayMessages: ${message}` } });
    await socket.close();
  });
  it("is refused on public channels, and to who may only read presence", async () => {
    const socket = await realm.raw();
    const broadcast = { replay: { since: since() } };
    const open = await socket.join("public", { broadcast });
    expect(open.payload["response"]).toEqual({
      reason: "UnableToReplayMessages: Replay is not allowed for public channels",
    });
    await realm.allow(person, "presence only", ["read presence"]);
    const config = { private: true, presence: { enabled: true }, broadcast };
    const closed = await socket.join("presence only", config, { ref: "2", access_token: person.token });
    expect(closed.payload["response"]).toEqual({
      reason: "Unauthorized: You do not have permissions to read from this Channel topic: presence only",
    });
    await socket.close();
  });
});
