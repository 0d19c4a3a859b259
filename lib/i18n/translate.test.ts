import { describe, expect, it } from "vitest";
import english from "@/messages/en.json";
import { createFormat, dayNumber } from "./format";
import { createTranslate, type Messages } from "./translate";

const t = createTranslate("en", english);

describe("createTranslate", () => {
  it("fills placeholders and leaves unknown ones visible", () => {
    expect(t("auth.code.lead", { email: "a@b.example" })).toContain("a@b.example");
    expect(t("auth.code.lead")).toContain("{email}");
  });

  it("takes what fills a placeholder as it is, even if it looks like one", () => {
    expect(t("conversation.announce", { name: "{text}", text: "$& {name}" })).toBe("{text}: $& {name}");
  });

  it("chooses the plural form of the language and writes numbers its way", () => {
    expect(t("list.unreadCount", { count: 1 })).toBe("1 unread message");
    expect(t("list.unreadCount", { count: 1234 })).toBe("1,234 unread messages");
    const arabic: Messages = { list: { unreadCount: { two: "رسالتان", other: "{count} رسالة" } } };
    expect(createTranslate("ar", arabic)("list.unreadCount", { count: 2 })).toBe("رسالتان");
  });

  it("keeps a name of the other direction from pulling the words around it along", () => {
    const announced = t("conversation.announce", { name: "أمل", text: "hello" });
    expect(announced).toBe("\u2068أمل\u2069: hello");
    const arabic = createTranslate("ar", {
      conversation: { typingOne: "{name} يكتب" },
      list: { draft: "a\n{text}\nb" },
    });
    expect(arabic("conversation.typingOne", { name: "Mira" })).toBe("\u2068Mira\u2069 يكتب");
    expect(arabic("list.draft", { text: "HHC5" })).toBe("a\nHHC5\nb");
  });

  it("shows the key where a language has no message yet", () => {
    expect(createTranslate("de", {})("app.close")).toBe("app.close");
  });
});

describe("createFormat", () => {
  const format = createFormat("en-GB");
  const noon = new Date(2026, 10, 20, 12, 5).getTime();
  const day = 86_400_000;

  it("says days the way people do", () => {
    expect(format.day(noon, noon)).toBe("Today");
    expect(format.day(noon - day, noon)).toBe("Yesterday");
    expect(format.day(noon - 3 * day, noon)).toBe("Tuesday");
    expect(format.day(noon - 40 * day, noon)).toContain("October");
    expect(format.day(noon - 400 * day, noon)).toContain("2025");
  });

  it("writes the time of today and the day of before", () => {
    expect(format.listTime(noon, noon)).toBe("12:05");
    expect(format.listTime(noon - 2 * day, noon)).toBe("Wed");
    expect(format.listTime(noon - 400 * day, noon)).toContain("2025");
  });

  it("counts calendar days, not 24 hours", () => {
    const midnight = new Date(2026, 10, 21).getTime();
    expect(dayNumber(midnight) - dayNumber(midnight - 1)).toBe(1);
  });
});
