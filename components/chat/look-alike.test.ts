import { describe, expect, it } from "vitest";
import { looksLikeAnother } from "./look-alike";

describe("a host that looks like another (M10)", () => {
  it.each([
    ["with one foreign letter", "https://pаypal.example/login"],
    ["all in letters that look Latin", "https://сосо.example"],
    ["with a sign nobody sees", "https://pay\u200Bpal.example"],
    ["in wide letters", "https://ｐaypal.example"],
  ])("is told: %s", (_what, address) => {
    expect(looksLikeAnother(address)).toBe(true);
  });

  it.each([
    "https://paypal.example/путь?q=а",
    "https://münchen.example",
    "https://пример.рф",
    "https://παράδειγμα.example",
    "https://例え.example",
    "https://xn--80ak6aa92e.example",
    "mailto:а@b.example",
  ])("is not suspected without a reason: %s", (address) => {
    expect(looksLikeAnother(address)).toBe(false);
  });
});
