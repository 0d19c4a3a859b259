import { beforeEach, describe, expect, it } from "vitest";
import { createBrowserSupabase } from "./browser";
import { documentCookies, keepSessionBriefly, keptFor } from "./session-cookies";

/** What was written to document.cookie, with all attributes. */
let written: string[];

beforeEach(() => {
  written = [];
  let jar: Record<string, string> = {};
  Object.defineProperty(document, "cookie", {
    configurable: true,
    get: () =>
      Object.entries(jar)
        .map((pair) => pair.join("="))
        .join("; "),
    set: (text: string) => {
      written.push(text);
      const [name = "", value = ""] = text.split(";")[0]?.split("=") ?? [];
      jar = { ...jar, [name]: value };
      if (/max-age=0/i.test(text)) delete jar[name];
    },
  });
});

const save = () => {
  documentCookies.setAll([{ name: "sb-x-auth-token", value: "1", options: { maxAge: 400 * 86_400 } }]);
};

describe("the cookies of a session", () => {
  it("are kept for long on one's own computer", () => {
    save();
    expect(written.at(-1)).toMatch(/Max-Age=34560000/);
  });

  it("have no lifetime on a shared computer, and long lives again once it is one's own", () => {
    keepSessionBriefly(true);
    save();
    expect(written.at(-1)).toMatch(/^sb-x-auth-token=1/);
    expect(written.join()).not.toMatch(/max-age|expires/i);
    keepSessionBriefly(false);
    save();
    expect(written.at(-1)).toMatch(/Max-Age=34560000/);
  });

  it("can still be removed there", () => {
    expect(keptFor({ maxAge: 0 }, true)).toEqual({ maxAge: 0 });
  });
});

describe("the browser's client", () => {
  const config = {
    supabaseUrl: "http://localhost:54321",
    publishableKey: "sb_publishable_test",
    modRoot: "ab".repeat(32),
    appUrl: "http://localhost:3000",
    mailUrl: null,
    callUrl: null,
    retentionDays: 365,
  };

  it("is one per configuration", () => {
    expect(createBrowserSupabase(config)).toBe(createBrowserSupabase({ ...config }));
    const other = { ...config, supabaseUrl: "https://backend.parley.test" };
    expect(createBrowserSupabase(other)).not.toBe(createBrowserSupabase(config));
  });
});
