import { describe, expect, it } from "vitest";
import type { PersonView } from "@/lib/chat/view";
import { type MessageRow, plainMessage } from "@/lib/chat/view-message";
import { createFormat } from "@/lib/i18n/format";
import { inEnglish as t } from "@/lib/i18n/english.fixture";
import { spokenMessage } from "./spoken-message";

const format = createFormat("en-GB");
const bob: PersonView = { userId: "b", handle: "bob", name: "Bob", me: false, trust: "unverified" };
const row = (more: Partial<MessageRow>): MessageRow => ({
  ...plainMessage,
  type: "message",
  key: "k",
  seq: 7,
  at: new Date(2026, 10, 20, 14, 5).getTime(),
  author: bob,
  text: "Saturday after ten is fine.",
  send: null,
  failure: null,
  marks: [],
  ...more,
});

describe("a message, heard", () => {
  it("says who, what and when", () => {
    expect(spokenMessage(t, format, row({}))).toBe("Bob: Saturday after ten is fine. 14:05");
  });

  it("says how far an own one has come", () => {
    expect(spokenMessage(t, format, row({ send: "read", text: "Thank you" }))).toBe("You: Thank you. 14:05. Read");
    expect(spokenMessage(t, format, row({ send: "failed", text: "Oh" }))).toBe("You: Oh. 14:05. Not sent");
  });

  it("says what is doubtful, what was changed, and what others think of it", () => {
    const spoken = spokenMessage(
      t,
      format,
      row({
        text: "**Half** back?",
        marks: ["gap"],
        before: [{ text: "a", at: 0 }],
        reactions: [{ emoji: "👍", people: [bob, bob], mine: false }],
      }),
    );
    expect(spoken).toBe("Bob: Half back? 14:05. edited. 👍 2. Messages are missing before this one");
  });

  it("names the kind of a card, and does not read a long text to its end", () => {
    const poll = { kind: "poll", options: [], many: false, ended: false, voters: 0 } as const;
    expect(spokenMessage(t, format, row({ content: poll, text: "Tea or coffee?" }))).toBe(
      "Bob: Tea or coffee? Poll. 14:05",
    );
    expect(spokenMessage(t, format, row({ text: "a".repeat(4000) })).length).toBeLessThan(700);
  });
});
