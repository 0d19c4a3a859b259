import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decode, encode, encodeBroadcast } from "./codec.mts";
import { packPush } from "./test-socket.mts";

const text = (value: unknown) => Buffer.from(JSON.stringify(value));

describe("reading frames", () => {
  it("takes the two text forms apart", () => {
    const second = decode(2, text(["1", "2", "realtime:a", "presence", { type: "presence" }]), false);
    const first = decode(
      1,
      text({ join_ref: "1", ref: "2", topic: "realtime:a", event: "presence", payload: { type: "presence" } }),
      false,
    );
    expect(second).toEqual(first);
    expect(second).toMatchObject({ joinRef: "1", ref: "2", topic: "realtime:a", content: null });
  });

  it("takes a binary push apart by bytes, not characters", () => {
    const frame = decode(2, packPush("j", "r", "realtime:größe😀", "événement", { ü: 1 }), true);
    expect(frame).toMatchObject({ joinRef: "j", ref: "r", topic: "realtime:größe😀", event: "broadcast" });
    expect(frame?.content).toEqual({ form: "json", event: "événement", body: Buffer.from('{"ü":1}') });
  });

  it.each([
    ["no JSON", Buffer.from("[1,"), false],
    ["an array of the wrong length", text(["1", "2", "t", "e"]), false],
    ["a topic that is no text", text(["1", "2", 3, "e", {}]), false],
    ["a ref that is no text", text(["1", 2, "t", "e", {}]), false],
    ["a broadcast whose payload is no object", text(["1", "2", "t", "broadcast", []]), false],
    ["another binary kind", Buffer.from([0, 0, 0, 0, 0, 0, 0]), true],
    ["a push cut short", packPush("1", "2", "realtime:a", "e", {}).subarray(0, 12), true],
    ["a push whose JSON is broken", Buffer.from([3, 0, 0, 1, 1, 0, 1, 97, 98, 123]), true],
    ["a push of unknown encoding", Buffer.from([3, 0, 0, 1, 1, 0, 2, 97, 98]), true],
  ])("drops %s", (_, data, binary) => {
    expect(decode(2, data, binary)).toBeNull();
  });

  it("drops binary frames of version 1", () => {
    expect(decode(1, packPush("1", "2", "realtime:a", "e", {}), true)).toBeNull();
  });

  it("never throws, whatever arrives", () => {
    const arrived = fc.tuple(fc.uint8Array({ maxLength: 60 }), fc.json(), fc.boolean(), fc.constantFrom(1, 2));
    const read = fc.property(arrived, ([bytes, json, binary, version]) => {
      for (const data of [Buffer.from(bytes), Buffer.concat([Buffer.from([3]), bytes]), Buffer.from(json)])
        decode(version as 1 | 2, data, binary);
    });
    expect(fc.check(read, { numRuns: 2_000 }).failed).toBe(false);
  });
});

describe("writing frames", () => {
  const message = { joinRef: "1", ref: "2", topic: "realtime:a", event: "system", payload: { ok: true } };
  const json = { form: "json", event: "e", body: Buffer.from('{"n":1}') } as const;

  it("leaves join_ref out of version 1", () => {
    expect(JSON.parse(encode(1, message))).toEqual({
      topic: "realtime:a",
      event: "system",
      payload: { ok: true },
      ref: "2",
    });
    expect(JSON.parse(encode(2, message))).toEqual(["1", "2", "realtime:a", "system", { ok: true }]);
  });

  it("sends a broadcast as kind 4 to version 2 and as text to version 1", () => {
    const second = encodeBroadcast(2, "realtime:a", json, '{"id":"x"}');
    expect(second?.binary).toBe(true);
    expect([...second!.data.subarray(0, 5)]).toEqual([4, 10, 1, 10, 1]);
    expect(second!.data.subarray(5).toString()).toBe('realtime:ae{"id":"x"}{"n":1}');
    const first = encodeBroadcast(1, "realtime:a", json, '{"id":"x"}');
    expect(JSON.parse(first!.data.toString())).toEqual({
      topic: "realtime:a",
      event: "broadcast",
      payload: { type: "broadcast", event: "e", payload: { n: 1 }, meta: { id: "x" } },
      ref: null,
    });
  });

  it("keeps bytes from version 1, which cannot carry them", () => {
    expect(encodeBroadcast(1, "realtime:a", { form: "binary", event: "e", body: Buffer.from([0]) })).toBeNull();
  });

  it("falls back to text when a field is too long for a length of one byte", () => {
    const content = { ...json, event: "é".repeat(200) };
    const outgoing = encodeBroadcast(2, "realtime:a", content);
    expect(outgoing?.binary).toBe(false);
    expect(JSON.parse(outgoing!.data.toString())[4].event).toBe(content.event);
  });
});
