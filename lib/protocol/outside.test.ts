import * as v from "valibot";
import { expect, it } from "vitest";
import { utf8 } from "@/lib/base/bytes";
import { codeOf } from "@/lib/base/errors";
import { parseBody } from "./body";
import { titleIn } from "./metadata";
import { wireRoomEvent } from "./room-event";
import { wireEvent, wireSummary } from "./wire";

const hash = "A".repeat(43);
const uuid = "00000000-0000-4000-8000-000000000001";
const time = "2026-12-01T00:00:00Z";

/** What a body with this JSON is read as, or the code with which it is refused. */
function answerTo(json: string): unknown {
  try {
    return parseBody(utf8(json));
  } catch (thrown) {
    return codeOf(thrown);
  }
}

it("a body holds the fields of its type and nothing else", () => {
  const text = (more: string) => answerTo(`{"v":1,"t":"text","ts":0,"b":"x"${more}}`);
  expect(text("")).toEqual({ v: 1, t: "text", ts: 0, b: "x" });
  const refused = [
    ',"extra":1',
    ',"toString":1',
    ',"__proto__":{}',
    ',"constructor":{}',
    ',"lk":[]',
    ',"lk":{"u":"https://a.example","ti":"a","extra":1}',
    ',"pf":["v","act"]',
    ',"att":{"0":{}}',
    ',"men":{}',
    ',"re":null',
    ',"fw":false',
  ];
  expect(refused.filter((more) => text(more) !== "E_FORMAT")).toEqual([]);
});

it("a body's numbers are whole, exact and in their range", () => {
  const said = (ts: string) => answerTo(`{"v":1,"t":"leave","ts":${ts}}`);
  expect(said("9007199254740991")).toEqual({ v: 1, t: "leave", ts: 2 ** 53 - 1 });
  const refused = ["9007199254740992", "-1", "0.5", "1e400", '"1"', "null", "[1]", "true"];
  expect(refused.filter((ts) => said(ts) !== "E_FORMAT")).toEqual([]);
  const vote = (of: string) => answerTo(`{"v":1,"t":"vote","ts":0,"of":"${hash}","c":${of}}`);
  expect([vote("[]"), vote("[0,1]")]).toMatchObject([{ c: [] }, { c: [0, 1] }]);
  expect(["[0,0]", "[-1]", "[0.5]", "[null]", '{"length":0}'].map(vote)).toEqual(Array(5).fill("E_FORMAT"));
});

it("a list is no title", () => {
  expect(['[1,"x"]', '{"v":1,"title":["x"]}', '{"v":"1","title":"x"}'].map((json) => titleIn(utf8(json)))).toEqual([
    null,
    null,
    null,
  ]);
});

const event = {
  ...{ conversation: uuid, seq: 1, kind: 2, epoch: 0, received_at: time, hash: "", body: null, sig: null, ct: null },
  ...{ boxes: null, disclosures: null, metadata: null, tombstone: null },
};

it("an event of the server has every field, of its own kind, and keeps no other", () => {
  const read = (changed: object) => v.safeParse(wireEvent, { ...event, ...changed }).success;
  expect(v.parse(wireEvent, { ...event, extra: 1 })).toEqual({ ...event, received_at: Date.parse(time) });
  const odd = [
    { seq: 0 },
    { seq: 1.5 },
    { seq: 2 ** 53 },
    { seq: Infinity },
    { epoch: -1 },
    { kind: 3 },
    { conversation: "1" },
    { conversation: uuid.toUpperCase().replace("8", "A") },
    { received_at: "yesterday" },
    { tombstone: "nobody" },
    { hash: undefined },
  ];
  expect(odd.filter(read)).toEqual([]);
  for (const name of Object.keys(event)) {
    const { [name as keyof typeof event]: _, ...rest } = event;
    expect([name, v.safeParse(wireEvent, rest).success]).toEqual([name, false]);
  }
});

it("what the server may leave out stands there as it was meant", () => {
  const roomEvent = { conversation: uuid, seq: 1, kind: 1, author: uuid, msg_id: null, tombstone: null };
  expect(v.parse(wireRoomEvent, { ...roomEvent, received_at: time, body: null }).was_edit).toBe(false);
  expect(v.safeParse(wireRoomEvent, { ...roomEvent, received_at: time }).success).toBe(false);
  const optional = v.pick(wireSummary, ["room", "lifecycle", "awaits", "asked_by"]);
  expect(v.parse(optional, {})).toEqual({ room: null, lifecycle: null, awaits: null, asked_by: null });
  expect(v.safeParse(optional, { room: [] }).success).toBe(false);
});
