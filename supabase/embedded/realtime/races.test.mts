import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestRealm, until, type Person, type TestRealm } from "./test-realm.mts";
import { packPush, type RawSocket } from "./test-socket.mts";

let realm: TestRealm;
beforeAll(async () => {
  realm = await startTestRealm({
    joinFailureDelayMs: 0,
    limits: { presenceCalls: 1e9, presencePerSecond: 1e9, joinsPerSecond: 1e9, messagesPerSecond: 1e9 },
  });
});
afterAll(() => realm.stop());

const topics = ["both", "first only", "second only", "nobody"] as const;
type Topic = (typeof topics)[number];
type Mark = { topic: string; private: boolean };

const which = fc.constantFrom(0, 1);
const topic = fc.constantFrom(...topics);
const refs = fc.constantFrom("current", "current", "current", "stale", "none");
const action = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant("join" as const),
      who: which,
      topic,
      private: fc.constantFrom(true, true, false),
      token: fc.constantFrom("own", "own", "own", "own", "own", "none", "garbage"),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("leave" as const), who: which, topic, refs }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant("token" as const),
      who: which,
      topic,
      refs,
      token: fc.constantFrom("fresh", "fresh", "fresh", "own", "own", "garbage"),
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({ do: fc.constant("broadcast" as const), who: which, topic, refs, text: fc.boolean() }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant("presence" as const),
      who: which,
      topic,
      refs,
      event: fc.constantFrom("track", "untrack", "dance"),
      payload: fc.jsonValue(),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant("garbage" as const),
      who: which,
      bytes: fc.uint8Array({ maxLength: 40 }),
      kind: fc.boolean(),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant("frame" as const),
      who: which,
      frame: fc.tuple(
        fc.constantFrom("1", null, 7),
        fc.constantFrom("wild", null, {}),
        fc.constantFrom("realtime:wild", "realtime:", "wild", "phoenix"),
        fc.constantFrom("phx_join", "phx_leave", "heartbeat", "broadcast", "presence", "access_token", "x"),
        fc.jsonValue(),
      ),
    }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constant("row" as const), topic, private: fc.boolean() }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant("pause" as const) }) },
);
type Action = typeof action extends fc.Arbitrary<infer T> ? T : never;

/** A client that does anything at any time, and knows what it asked for. */
class Client {
  readonly person: Person;
  readonly socket: RawSocket;
  readonly joins = new Map<string, Mark>();
  readonly last = new Map<Topic, string>();
  #refs = 0;

  constructor(person: Person, socket: RawSocket) {
    this.person = person;
    this.socket = socket;
  }

  ref(): string {
    return String(++this.#refs);
  }

  joinRef(on: Topic, kind: string): string | null {
    if (kind === "none") return null;
    return kind === "stale" ? "0" : (this.last.get(on) ?? "0");
  }
}

async function perform(step: Action, clients: [Client, Client]): Promise<void> {
  if (step.do === "pause") return void (await new Promise((resolve) => setTimeout(resolve, 1)));
  if (step.do === "row") {
    const mark: Mark = { topic: step.topic, private: step.private };
    await realm.pool.query("select realtime.send($1::jsonb, 'row', $2, $3)", [
      JSON.stringify(mark),
      step.topic,
      step.private,
    ]);
    return;
  }
  const client = clients[step.who as 0 | 1];
  const { socket, person } = client;
  if (step.do === "garbage")
    return socket.sendBytes(step.kind ? Buffer.from(step.bytes) : Buffer.from(step.bytes).toString("latin1"));
  if (step.do === "frame") return socket.sendBytes(JSON.stringify(step.frame));
  const ref = client.ref();
  switch (step.do) {
    case "join": {
      const token = { own: person.token, none: undefined, garbage: "garbage" }[step.token];
      client.joins.set(ref, { topic: step.topic, private: step.private });
      client.last.set(step.topic, ref);
      const payload = { config: { private: step.private, presence: { enabled: true } }, access_token: token };
      return socket.send(step.topic, "phx_join", payload, { ref, joinRef: ref });
    }
    case "leave":
      return socket.send(step.topic, "phx_leave", {}, { ref, joinRef: client.joinRef(step.topic, step.refs) });
    case "token": {
      const token =
        step.token === "fresh" ? await realm.token(person.id) : step.token === "own" ? person.token : "garbage";
      return socket.send(
        step.topic,
        "access_token",
        { access_token: token },
        { ref, joinRef: client.joinRef(step.topic, step.refs) },
      );
    }
    case "presence":
      return socket.send(
        step.topic,
        "presence",
        { event: step.event, payload: step.payload },
        { ref, joinRef: client.joinRef(step.topic, step.refs) },
      );
    case "broadcast": {
      const joinRef = client.joinRef(step.topic, "current");
      const mark = client.joins.get(joinRef ?? "");
      if (!mark) return;
      if (step.text) socket.send(step.topic, "broadcast", { event: "e", payload: mark }, { ref, joinRef });
      else socket.sendBytes(packPush(joinRef ?? "", ref, `realtime:${step.topic}`, "e", mark));
    }
  }
}

/** Follows the frames of one client and finds every broadcast that is not meant for the join it arrived under. */
function leaks({ socket, joins, person }: Client, allowed: (person: Person, topic: string) => boolean) {
  const found: unknown[] = [];
  const current = new Map<string, string>();
  const delivered = { public: 0, private: 0 };
  for (const frame of socket.frames) {
    const { ref, topic: wire, event, payload } = frame;
    if (event === "phx_reply" && payload["status"] === "ok" && joins.has(ref ?? "")) current.set(wire, ref ?? "");
    if (event === "phx_close" && current.get(wire) === ref) current.delete(wire);
    if (event !== "broadcast" || wire === "realtime:wild") continue;
    const mark = payload["payload"] as Mark;
    const join = joins.get(current.get(wire) ?? "");
    const meant =
      join && join.topic === mark.topic && join.private === mark.private && wire === `realtime:${mark.topic}`;
    if (!meant || (mark.private && !allowed(person, mark.topic))) found.push({ frame, join });
    delivered[mark.private ? "private" : "public"]++;
  }
  return { found, delivered };
}

describe("two clients who race joins, leaves, tokens, broadcasts and garbage", () => {
  it("never crash the server, and never hear what is not theirs", async () => {
    const people = [await realm.person(), await realm.person()] as const;
    const rights: Record<Topic, readonly Person[]> = {
      both: people,
      "first only": [people[0]],
      "second only": [people[1]],
      nobody: [],
    };
    for (const each of topics) for (const person of rights[each]) await realm.allow(person, each);
    const allowed = (person: Person, name: string) => rights[name as Topic].includes(person);
    const total = { public: 0, private: 0 };
    let vsn = 0;
    const race = fc.asyncProperty(
      fc.array(action, { minLength: 1_500, maxLength: 1_500, size: "max" }),
      async (steps) => {
        const second = vsn++ % 2 ? "1.0.0" : "2.0.0";
        const clients: [Client, Client] = [
          new Client(people[0], await realm.raw("2.0.0")),
          new Client(people[1], await realm.raw(second)),
        ];
        for (const step of steps) await perform(step, clients);
        for (const client of clients) {
          await client.socket.settle();
          const ref = client.ref();
          client.joins.set(ref, { topic: "both", private: true });
          const { payload } = await client.socket.join(
            "both",
            { private: true },
            { ref, access_token: client.person.token },
          );
          expect(payload["status"]).toBe("ok");
        }
        const told = JSON.stringify({ topic: "both", private: true, last: true });
        await realm.pool.query("select realtime.send($1::jsonb, 'last', 'both')", [told]);
        for (const { socket } of clients)
          await until(() => socket.frames.some(({ payload }) => payload["event"] === "last"), "the last row");
        for (const client of clients) {
          const { found, delivered } = leaks(client, allowed);
          expect(found).toEqual([]);
          total.public += delivered.public;
          total.private += delivered.private;
          await client.socket.close();
        }
      },
    );
    await fc.assert(race, { numRuns: 4, endOnFailure: true });
    expect(total.public).toBeGreaterThan(20);
    expect(total.private).toBeGreaterThan(20);
    expect(await realm.server.health()).toBe(true);
  }, 60_000);
});
