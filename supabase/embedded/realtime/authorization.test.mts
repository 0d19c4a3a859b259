import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { allVerbs, startTestRealm, subscribe, until, type Person, type TestRealm, type Verb } from "./test-realm.mts";

let realm: TestRealm;
beforeAll(async () => {
  realm = await startTestRealm();
});
afterAll(() => realm.stop());

async function join(person: Person, topic: string, config: object = {}) {
  const socket = await realm.raw();
  const { payload } = await socket.join(topic, { private: true, ...config }, { access_token: person.token });
  return { socket, accepted: payload["status"] === "ok" };
}

async function member(topic: string, verbs: Verb[], config: object = {}) {
  const person = await realm.person();
  await realm.allow(person, topic, verbs);
  return { person, ...(await join(person, topic, config)) };
}

describe("reading", () => {
  it.each<[string, Verb[], boolean, boolean]>([
    ["nothing", [], true, false],
    ["broadcasts", ["read broadcast"], false, true],
    ["broadcasts, with presence wanted", ["read broadcast"], true, true],
    ["presence only, and wanted", ["read presence"], true, true],
    ["presence only, and not wanted", ["read presence"], false, false],
    ["nothing, though one may write", ["write broadcast", "write presence"], true, false],
  ])("of %s decides about the join", async (_, verbs, enabled, accepted) => {
    const joined = await member(`read ${verbs.join()} ${enabled}`, verbs, { presence: { enabled } });
    expect(joined.accepted).toBe(accepted);
    await joined.socket.close();
  });

  it("of presence alone gives no broadcasts, and of broadcasts alone no presence", async () => {
    const presence = { presence: { enabled: true } };
    const present = await member("split", ["read presence"], presence);
    const told = await member("split", ["read broadcast"], presence);
    const sender = await member("split", ["read broadcast", "write broadcast", "write presence"]);
    sender.socket.pushBroadcast("split", "e", {}, { joinRef: "1" });
    await realm.sql.query("select realtime.send('{}', 'row', 'split')");
    sender.socket.send("split", "presence", { event: "track", payload: { a: 1 } }, { ref: "2", joinRef: "1" });
    await sender.socket.next("phx_reply", ({ ref }) => ref === "2");
    await present.socket.next("presence_diff");
    await told.socket.next("broadcast");
    await told.socket.next("broadcast");
    await Promise.all([present.socket.settle(), told.socket.settle()]);
    const pushed = (frames: { event: string }[]) =>
      frames.map(({ event }) => event).filter((each) => each !== "phx_reply");
    expect(pushed(present.socket.frames)).toEqual(["presence_state", "presence_diff"]);
    expect(pushed(told.socket.frames)).toEqual(["broadcast", "broadcast"]);
    for (const { socket } of [present, told, sender]) await socket.close();
  });

  it("is refused where a policy raises, for members and others alike", async () => {
    const joined = await member("raises", ["read broadcast"]);
    expect(joined.accepted).toBe(false);
    expect(joined.socket.frames[0]?.payload).toEqual({
      status: "error",
      response: { reason: "Unauthorized: You do not have permissions to read from this Channel topic: raises" },
    });
    await joined.socket.close();
  });

  it("is refused to anon where only members may", async () => {
    const socket = await realm.raw();
    expect((await socket.join("anon", { private: true })).payload["status"]).toBe("error");
    await socket.close();
  });

  it("is granted to the service role everywhere", async () => {
    const socket = await realm.raw("2.0.0", "sb_secret_for_tests");
    expect((await socket.join("any", { private: true })).payload["status"]).toBe("ok");
    socket.pushBroadcast("any", "e", {}, { joinRef: "1" });
    await socket.close();
  });

  it("is judged when joining, not per message: a removed member hears on until the token changes", async () => {
    const { person, socket } = await member("cached", ["read broadcast"]);
    await realm.forbid(person, "cached");
    await realm.sql.query("select realtime.send('{}', 'row', 'cached')");
    await socket.next("broadcast");
    expect((await join(person, "cached")).accepted).toBe(false);
    await socket.close();
  });
});

describe("writing", () => {
  it("needs the insert policy: denied broadcasts are dropped and never answered", async () => {
    const reader = await member("deny", ["read broadcast"], { broadcast: { ack: true } });
    const other = await member("deny", ["read broadcast"]);
    reader.socket.pushBroadcast("deny", "e", {}, { ref: "2", joinRef: "1" });
    reader.socket.send("deny", "presence", { event: "untrack" }, { ref: "3", joinRef: "1" });
    await reader.socket.next("phx_reply", ({ ref }) => ref === "3");
    await other.socket.settle();
    expect(reader.socket.frames.some(({ ref }) => ref === "2")).toBe(false);
    expect(other.socket.frames.some(({ event }) => event === "broadcast")).toBe(false);
    await reader.socket.close();
    await other.socket.close();
  });

  it("needs no right to read: the probe asks for nothing back", async () => {
    const writer = await member("blind", ["read presence", "write broadcast"], { presence: { enabled: true } });
    const reader = await member("blind", ["read broadcast"]);
    writer.socket.pushBroadcast("blind", "e", {}, { joinRef: "1" });
    await reader.socket.next("broadcast");
    await writer.socket.close();
    await reader.socket.close();
  });

  it("is not decided by a policy that raises: nothing is delivered or answered, and the next push asks again", async () => {
    const { socket } = await member("write raises", ["read broadcast"], { broadcast: { ack: true } });
    socket.pushBroadcast("write raises", "e", {}, { ref: "2", joinRef: "1" });
    socket.send("write raises", "presence", { event: "track", payload: {} }, { ref: "3", joinRef: "1" });
    expect((await socket.next("phx_reply", ({ ref }) => ref === "3")).payload).toEqual({
      status: "error",
      response: {},
    });
    expect(socket.frames.some(({ ref }) => ref === "2")).toBe(false);
    await socket.close();
  });

  it("of presence is refused with an empty error", async () => {
    const { socket } = await member("mute", ["read broadcast", "read presence", "write broadcast"]);
    socket.send("mute", "presence", { event: "track", payload: {} }, { ref: "2", joinRef: "1" });
    expect((await socket.next("phx_reply", ({ ref }) => ref === "2")).payload).toEqual({
      status: "error",
      response: {},
    });
    await socket.close();
  });

  it("through supabase-js: ok without ack, timed out with it, as upstream", async () => {
    const person = await realm.person();
    await realm.allow(person, "timed", ["read broadcast"]);
    const client = realm.client(person);
    await client.realtime.setAuth();
    const channel = client.channel("timed", { config: { private: true, broadcast: { ack: true } } });
    await subscribe(channel).reported("SUBSCRIBED");
    expect(await channel.send({ type: "broadcast", event: "e", payload: {} }, { timeout: 100 })).toBe("timed out");
  });
});

describe("a policy sees", () => {
  it("topic, claims and the x- headers of the handshake, and default values in payload, event and private", async () => {
    await realm.sql.query(`
      create table public.seen (facts jsonb);
      grant insert on public.seen to authenticated;
      create function public.look(row_itself realtime.messages) returns boolean language plpgsql as $$
      begin
        if realtime.topic() = 'looked at' then
          raise exception '%', jsonb_build_object(
            'user', current_user, 'topic', realtime.topic(), 'uid', auth.uid(), 'sub', current_setting('request.jwt.claim.sub'),
            'role', current_setting('request.jwt.claim.role'), 'claims', current_setting('request.jwt.claims')::jsonb ->> 'custom',
            'headers', current_setting('request.headers')::jsonb, 'event', row_itself.event, 'payload', row_itself.payload,
            'private', row_itself.private, 'extension', row_itself.extension);
        end if;
        return true;
      end $$;
      create policy "look" on realtime.messages as restrictive for select to authenticated using (public.look(messages));`);
    const person = await realm.person({ custom: "claim" });
    await realm.allow(person, "looked at");
    await expect(
      realm.sql.query("select embedded_realtime.readable('looked at', $1, $2, array['broadcast'])", [
        JSON.stringify({ sub: person.id, role: "authenticated", custom: "claim" }),
        JSON.stringify({ "x-a": "b" }),
      ]),
    ).rejects.toThrow(
      expect.objectContaining({
        message: expect.toSatisfy((message: string) => {
          expect(JSON.parse(message)).toEqual({
            user: "authenticated",
            topic: "looked at",
            uid: person.id,
            sub: person.id,
            role: "authenticated",
            claims: "claim",
            headers: { "x-a": "b" },
            event: null,
            payload: null,
            private: false,
            extension: "broadcast",
          });
          return true;
        }),
      }),
    );
    expect((await join(person, "looked at")).accepted).toBe(false);
    await realm.sql.query('drop policy "look" on realtime.messages');
  });

  it("nothing of the last probe: role and settings are gone afterwards", async () => {
    const { rows } = await realm.sql.query(`
      select embedded_realtime.writable('t', '{"sub": "00000000-0000-0000-0000-000000000000", "role": "authenticated"}', '{}', array['broadcast']),
        current_user, nullif(current_setting('request.jwt.claims', true), '') as claims, realtime.topic()`);
    expect(rows).toEqual([{ writable: [], current_user: "postgres", claims: null, topic: null }]);
  });
});

describe("many joins at once", () => {
  it("each get their own answer", async () => {
    const people = await Promise.all(Array.from({ length: 40 }, () => realm.person()));
    await Promise.all(people.map((person, index) => realm.allow(person, "crowd", index % 2 ? allVerbs : [])));
    const answers = await Promise.all(people.map((person) => join(person, "crowd")));
    expect(answers.map(({ accepted }) => accepted)).toEqual(people.map((_, index) => index % 2 === 1));
    await realm.sql.query("select realtime.send('{}', 'row', 'crowd')");
    await until(() =>
      answers.every(({ socket, accepted }) => socket.frames.some(({ event }) => event === "broadcast") === accepted),
    );
    await Promise.all(answers.map(({ socket }) => socket.close()));
  });
});

describe("probes", () => {
  it("leave no row behind", async () => {
    const joined = await member("traces", allVerbs, { presence: { enabled: true } });
    joined.socket.send("traces", "presence", { event: "track", payload: {} }, { ref: "2", joinRef: "1" });
    await joined.socket.next("phx_reply", ({ ref }) => ref === "2");
    expect((await realm.sql.query("select from realtime.messages where event is null")).rowCount).toBe(0);
    await joined.socket.close();
  });
});
