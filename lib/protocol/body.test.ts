import { describe, expect, it } from "vitest";
import { concat, toBase64Url, utf8 } from "@/lib/base/bytes";
import { type Body, encodeBody, parseBody } from "./body";
import { maxTextLength } from "./limits";

const id = toBase64Url(new Uint8Array(16).fill(7));
const hash = toBase64Url(new Uint8Array(32).fill(7));
const ts = 1_760_000_000_000;
const file = { id, k: hash, n: 5, p: 5, cth: hash, pth: hash, name: "a.png", mime: "image/png" };

const bodies: readonly Body[] = [
  { v: 1, t: "text", ts, b: "Grüezi 👋" },
  { v: 1, t: "text", ts, b: "reply", re: hash, men: [id], pf: { v: 1, act: "warn" } },
  { v: 1, t: "text", ts, b: "", att: [{ ...file, w: 10, h: 20, th: "AAAA" }] },
  { v: 1, t: "edit", ts, of: hash, b: "better" },
  { v: 1, t: "del", ts, of: hash },
  { v: 1, t: "react", ts, of: hash, e: "👍🏽" },
  { v: 1, t: "text", ts, b: "thread", th: hash, fw: true, lk: { u: "https://parley.example/a?b#c", ti: "A page" } },
  { v: 1, t: "edit", ts, of: hash, b: "@Bob", men: [id] },
  { v: 1, t: "pin", ts, of: hash },
  { v: 1, t: "unpin", ts, of: hash },
  { v: 1, t: "poll", ts, q: "When?", o: ["Monday", "Tuesday"], many: true },
  { v: 1, t: "vote", ts, of: hash, c: [1, 0] },
  { v: 1, t: "poll-end", ts, of: hash },
  { v: 1, t: "invite", ts, ti: "First talk", at: ts, min: 45, pl: "Room 4", b: "Bring nothing." },
  { v: 1, t: "answer", ts, of: hash, a: "maybe" },
  { v: 1, t: "status", ts, s: "going", ti: "Repair", b: "The part is here." },
  { v: 1, t: "call", ts, ti: "Video call", u: "https://meet.parley.test/6f1c#a=b" },
  { v: 1, t: "leave", ts },
  { v: 1, t: "lock", ts, case: id },
  { v: 1, t: "unlock", ts, case: id },
  { v: 1, t: "modnote-public", ts, b: "Please stay calm." },
];

const read = (value: unknown) => parseBody(utf8(JSON.stringify(value)));

describe("bodies", () => {
  it.each(bodies.map((body) => [body.t, body] as const))("%s survives writing and reading", (_, body) => {
    expect(parseBody(encodeBody(body))).toEqual(body);
  });

  it("are written in one order of keys", () => {
    const body: Body = { b: "x", ts, t: "text", v: 1 };
    expect(new TextDecoder().decode(encodeBody(body))).toBe(`{"v":1,"t":"text","ts":${ts},"b":"x"}`);
  });

  it("of an unknown type or version are unsupported, not wrong", () => {
    expect(read({ v: 1, t: "dance", ts, anything: [1] })).toBe("unsupported");
    expect(read({ v: 1, t: "attest", ts, b: "…" })).toBe("unsupported");
    expect(read({ v: 2, t: "text", ts, b: "x" })).toBe("unsupported");
    expect(read({ v: 1, t: "toString", ts })).toBe("unsupported");
  });

  it.each<[string, unknown]>([
    ["M14: an unknown field", { ...bodies[0], extra: 1 }],
    ["an unknown field in an attachment", { v: 1, t: "text", ts, b: "", att: [{ ...file, x: 1 }] }],
    ["a missing field", { v: 1, t: "text", ts }],
    ["no time", { v: 1, t: "text", b: "x" }],
    ["a time that is no integer", { v: 1, t: "text", ts: 1.5, b: "x" }],
    ["a negative time", { v: 1, t: "text", ts: -1, b: "x" }],
    ["an empty text without a file", { v: 1, t: "text", ts, b: "" }],
    ["an empty edit", { v: 1, t: "edit", ts, of: hash, b: "" }],
    ["a text that is too long", { v: 1, t: "text", ts, b: "x".repeat(maxTextLength + 1) }],
    ["a hash with padding bits", { v: 1, t: "del", ts, of: `${hash.slice(0, -1)}d` }],
    ["a short hash", { v: 1, t: "del", ts, of: hash.slice(1) }],
    ["a hash in base64", { v: 1, t: "del", ts, of: `+${hash.slice(1)}` }],
    ["an id with padding bits", { v: 1, t: "lock", ts, case: `${id.slice(0, -1)}B` }],
    ["a long reaction", { v: 1, t: "react", ts, of: hash, e: "x".repeat(33) }],
    ["an empty reaction", { v: 1, t: "react", ts, of: hash, e: "" }],
    ["too many mentions", { v: 1, t: "text", ts, b: "x", men: Array.from({ length: 257 }, () => id) }],
    ["too many files", { v: 1, t: "text", ts, b: "x", att: Array.from({ length: 11 }, () => file) }],
    ["no mentions in a list of them", { v: 1, t: "text", ts, b: "x", men: [] }],
    ["a thumbnail that is too large", { v: 1, t: "text", ts, b: "", att: [{ ...file, th: "A".repeat(8193) }] }],
    ["a file without a name", { v: 1, t: "text", ts, b: "", att: [{ ...file, name: "" }] }],
    ["a picture without width", { v: 1, t: "text", ts, b: "", att: [{ ...file, w: 0 }] }],
    ["a link that is no web address", { v: 1, t: "text", ts, b: "x", lk: { u: "javascript:alert(1)", ti: "x" } }],
    ["a link without a title", { v: 1, t: "text", ts, b: "x", lk: { u: "https://a.example", ti: "" } }],
    ["a text that is forwarded a little", { v: 1, t: "text", ts, b: "x", fw: false }],
    ["a poll with one answer", { v: 1, t: "poll", ts, q: "x", o: ["a"] }],
    ["a poll with the same answer twice", { v: 1, t: "poll", ts, q: "x", o: ["a", "a"] }],
    ["a poll with eleven answers", { v: 1, t: "poll", ts, q: "x", o: "a b c d e f g h i j k".split(" ") }],
    ["a vote for one answer twice", { v: 1, t: "vote", ts, of: hash, c: [1, 1] }],
    ["a vote beyond any poll", { v: 1, t: "vote", ts, of: hash, c: [10] }],
    ["an invitation of no length", { v: 1, t: "invite", ts, ti: "x", at: ts, min: 0 }],
    ["an answer that is none", { v: 1, t: "answer", ts, of: hash, a: "perhaps" }],
    ["a status that nobody knows", { v: 1, t: "status", ts, s: "lost", ti: "x" }],
    ["a call without a title", { v: 1, t: "call", ts, u: "https://a.example/" }],
    ["a call at no web address", { v: 1, t: "call", ts, ti: "x", u: "javascript:alert(1)" }],
    ["a call with a name before the host", { v: 1, t: "call", ts, ti: "x", u: "https://bank.example@evil.example/" }],
    [
      "a call at a longer address than any",
      { v: 1, t: "call", ts, ti: "x", u: `https://a.example/${"x".repeat(2048)}` },
    ],
    ["a list", [1]],
    ["null", null],
    ["a text", "text"],
    ["no type", { v: 1, ts }],
    ["a type that is no text", { v: 1, t: 5, ts }],
    ["a version that is no number", { v: "1", t: "text", ts, b: "x" }],
  ])("M07: %s is refused", (_, value) => {
    expect(() => read(value)).toThrow("E_FORMAT");
  });

  it("M07: at the limit of length, the longest escapes still fit", () => {
    const body: Body = { v: 1, t: "text", ts, b: "\u0001".repeat(maxTextLength) };
    expect(parseBody(encodeBody(body))).toEqual(body);
  });

  it("M07: more than 32 KiB are refused unread; invalid UTF-8 and deep nesting are refused", () => {
    expect(() => parseBody(new Uint8Array(32_769))).toThrow("E_TOO_BIG");
    expect(() => parseBody(new Uint8Array(32_768).fill(0x20))).toThrow("E_FORMAT");
    expect(() => parseBody(concat(utf8('{"v":1,"t":"text","ts":1,"b":"'), Uint8Array.of(0xff), utf8('"}')))).toThrow(
      "E_FORMAT",
    );
    expect(() => parseBody(utf8(`{"v":1,"t":"x","a":${"[".repeat(6)}${"]".repeat(6)}}`))).toThrow("E_FORMAT");
    expect(parseBody(utf8(`{"v":1,"t":"x","a":${"[".repeat(5)}${"]".repeat(5)}}`))).toBe("unsupported");
  });

  it("are checked before they are written", () => {
    expect(() => encodeBody({ v: 1, t: "text", ts, b: "" })).toThrow("E_FORMAT");
    expect(() => encodeBody({ v: 1, t: "text", ts, b: "\ud800" })).toThrow("E_FORMAT");
    const unknown: { t: string } & Omit<Body, "t"> = { v: 1, t: "dance", ts };
    expect(() => encodeBody(unknown as Body)).toThrow("E_FORMAT");
    const thumbnail = { ...file, th: "A".repeat(8192) };
    const large: Body = { v: 1, t: "text", ts, b: "", att: [thumbnail, thumbnail, thumbnail, thumbnail] };
    expect(() => encodeBody(large)).toThrow("E_TOO_BIG");
  });
});
