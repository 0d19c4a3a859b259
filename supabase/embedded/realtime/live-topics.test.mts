import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Clock } from "@/lib/base/clock";
import { LiveTopics } from "@/lib/realtime/live-topics";
import { liveAddress } from "@/lib/supabase/client";
import { type Person, publishableKey, startTestRealm, subscribe, type TestRealm, until } from "./test-realm.mts";

let realm: TestRealm;
beforeAll(async () => {
  realm = await startTestRealm();
});
afterAll(() => realm.stop());

const open: LiveTopics[] = [];
afterEach(() => open.splice(0).forEach((live) => live.close()));

/** Time that passes when the test says so: what waits, by how long. */
function clockByHand() {
  const waiting = new Map<object, { ms: number; work: () => void }>();
  const clock: Clock = {
    now: () => 0,
    after: (ms, work) => {
      const one = {};
      waiting.set(one, { ms, work });
      return () => void waiting.delete(one);
    },
  };
  const pass = (ms: number) => {
    for (const [one, { work }] of [...waiting].filter(([, entry]) => entry.ms === ms)) {
      waiting.delete(one);
      work();
    }
  };
  return { clock, pass, waits: () => [...waiting.values()].map(({ ms }) => ms) };
}

const beat = 25_000;
const patience = 10_000;

/** The application's own client, as this person. */
function client(person: Pick<Person, "token">, url = realm.url) {
  const time = clockByHand();
  const live = new LiveTopics(
    { address: liveAddress(url, publishableKey), token: async () => person.token },
    time.clock,
  );
  open.push(live);
  const join = (topic: string, presenceKey: string | null = null) => {
    const told: string[] = [];
    const heard: [string, unknown][] = [];
    const channel = live.join(topic, presenceKey, {
      joined: () => told.push("joined"),
      lost: () => told.push("lost"),
      heard: (event, payload) => heard.push([event, payload]),
      presence: (event, payload) => heard.push([event, payload]),
    });
    return { channel, told, heard, until: (word: string) => until(() => told.includes(word), word) };
  };
  return { live, join, time };
}

async function member(topic: string) {
  const person = await realm.person();
  await realm.allow(person, topic);
  return person;
}

const send = (payload: string, event: string, topic: string) =>
  realm.sql.query("select realtime.send($1::jsonb, $2, $3)", [payload, event, topic]);

describe("live topics", () => {
  it("hear what the database says in a private topic, and let nobody in who may not read it", async () => {
    const inside = client(await member("told")).join("told");
    const outside = client(await realm.person()).join("told");
    await Promise.all([inside.until("joined"), outside.until("lost")]);
    await send('{"seq": 7, "text": "ä🙂"}', "event", "told");
    await until(() => inside.heard.length > 0);
    expect(inside.heard).toEqual([["event", expect.objectContaining({ seq: 7, text: "ä🙂" })]]);
    expect(outside.told).toEqual(["lost"]);
    expect(outside.heard).toEqual([]);
  });

  it("are said and heard by the official client, in both directions", async () => {
    const person = await member("both");
    const official = realm.client(person);
    await official.realtime.setAuth();
    const received: unknown[] = [];
    const theirs = official.channel("both", { config: { private: true } });
    theirs.on("broadcast", { event: "typing" }, ({ payload }) => received.push(payload));
    await subscribe(theirs).reported("SUBSCRIBED");
    const ours = client(person).join("both");
    await ours.until("joined");
    ours.channel.say("typing", { user_id: "ä" });
    await until(() => received.length > 0);
    expect(received).toEqual([{ user_id: "ä" }]);
    await theirs.send({ type: "broadcast", event: "answer", payload: { n: 1 } });
    await until(() => ours.heard.length > 0);
    expect(ours.heard).toEqual([["answer", { n: 1 }]]);
  });

  it("show who is present, to the official client and from it", async () => {
    const [alice, bob] = [await member("seen"), await member("seen")];
    const official = realm.client(bob);
    await official.realtime.setAuth();
    const theirs = official.channel("seen", { config: { private: true, presence: { key: "bob" } } });
    theirs.on("presence", { event: "sync" }, () => undefined);
    await subscribe(theirs).reported("SUBSCRIBED");
    await theirs.track({});
    const ours = client(alice).join("seen", "alice");
    await until(() => ours.heard.length > 0);
    expect(ours.heard[0]).toEqual(["presence_state", { bob: { metas: [expect.anything()] } }]);
    ours.channel.show(true);
    await until(() => Object.keys(theirs.presenceState()).includes("alice"));
    ours.channel.show(false);
    await until(() => !Object.keys(theirs.presenceState()).includes("alice"));
    await theirs.untrack();
    await until(() => JSON.stringify(ours.heard.at(-1)).includes('"leaves":{"bob"'));
  });

  it("are told nothing of presence where none is wanted", async () => {
    const person = await member("unseen");
    const shown = client(person).join("unseen", "tab");
    const hidden = client(person).join("unseen");
    await Promise.all([shown.until("joined"), hidden.until("joined")]);
    shown.channel.show(true);
    await until(() => shown.heard.some(([event]) => event === "presence_diff"));
    await send("{}", "last", "unseen");
    await until(() => hidden.heard.length > 0);
    expect(hidden.heard.map(([event]) => event)).toEqual(["last"]);
  });

  it("go on with a renewed token, and end when it no longer lets them in", async () => {
    const person = await member("renewed");
    const current = { token: await realm.token(person.id, { exp: 2 }) };
    const { join, time } = client(current);
    const topic = join("renewed");
    await topic.until("joined");
    current.token = await realm.token(person.id);
    time.pass(beat);
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    await send("{}", "after the first token's end", "renewed");
    await until(() => topic.heard.length > 0);
    expect(topic.told).toEqual(["joined"]);
    await realm.forbid(person, "renewed");
    current.token = await realm.token(person.id);
    time.pass(beat);
    await topic.until("lost");
  });

  it("are lost together with the socket, and a new one is opened for whoever joins again", async () => {
    const person = await member("cut");
    await realm.allow(person, "other");
    const { join, live } = client(person);
    const topics = [join("cut"), join("other")];
    await Promise.all(topics.map((topic) => topic.until("joined")));
    (live as unknown as { wire: { socket: WebSocket } }).wire.socket.close();
    await Promise.all(topics.map((topic) => topic.until("lost")));
    const again = join("cut");
    await again.until("joined");
    await send("{}", "again", "cut");
    await until(() => again.heard.length > 0);
    expect(topics[0]?.heard).toEqual([]);
  });

  it("take a socket for dead that does not answer a sign of life by the next", async () => {
    const { join, time } = client(await member("dead"));
    const topic = join("dead");
    await topic.until("joined");
    time.pass(beat);
    time.pass(beat);
    expect(topic.told).toEqual(["joined", "lost"]);
  });

  it("keep a socket that answers, and close one that nobody needs", async () => {
    const { join, time } = client(await member("kept"));
    const topic = join("kept");
    await topic.until("joined");
    for (let round = 0; round < 3; round++) {
      time.pass(beat);
      // An answer of the server has come when a later request of ours has one.
      const other = join(`nothing ${round}`);
      await other.until("lost");
    }
    expect(topic.told).toEqual(["joined"]);
    topic.channel.leave();
    time.pass(beat);
    expect(time.waits()).toEqual([]);
  });

  it("can be joined again a moment after they were left", async () => {
    const { join } = client(await member("quick"));
    const first = join("quick");
    await first.until("joined");
    first.channel.leave();
    const second = join("quick");
    await second.until("joined");
    await send("{}", "second", "quick");
    await until(() => second.heard.length > 0);
    expect([first.told, first.heard]).toEqual([["joined"], []]);
    expect(second.told).toEqual(["joined"]);
  });

  it("belong to whoever joined last: the one before is told that it is lost", async () => {
    const { join } = client(await member("twice"));
    const first = join("twice");
    await first.until("joined");
    const second = join("twice");
    await second.until("joined");
    expect([first.told, second.told]).toEqual([["joined", "lost"], ["joined"]]);
  });

  it("are lost where there is no server, no answer, or no token", async () => {
    const person = await member("away");
    const nobody = client(person, "http://127.0.0.1:9").join("away");
    await nobody.until("lost");
    const { join, time } = client(person);
    const slow = join("away");
    await until(() => time.waits().includes(patience));
    time.pass(patience);
    expect(slow.told).toEqual(["lost"]);
    const signedOut = new LiveTopics(
      {
        address: liveAddress(realm.url, publishableKey),
        token: async () => {
          throw new Error("no token");
        },
      },
      time.clock,
    );
    open.push(signedOut);
    const told: string[] = [];
    const no = () => undefined;
    signedOut.join("away", null, { joined: no, lost: () => told.push("lost"), heard: no, presence: no });
    await until(() => told.length > 0);
  });
});
