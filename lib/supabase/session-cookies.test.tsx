import { createChunks, stringToBase64URL } from "@supabase/ssr";
import { beforeEach, describe, expect, it } from "vitest";
import { createBrowserSupabase } from "./browser";
import { holdsSession, isSessionBrief, keepSessionBriefly, keptFor } from "./session-cookies";
import { storedSession } from "./stored-session";
import { documentCookies } from "./whole-client";

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
    expect(isSessionBrief()).toBe(true);
    keepSessionBriefly(false);
    expect(isSessionBrief()).toBe(false);
    save();
    expect(written.at(-1)).toMatch(/Max-Age=34560000/);
  });

  it("can still be removed there", () => {
    expect(keptFor({ maxAge: 0 }, true)).toEqual({ maxAge: 0 });
  });
});

describe("the session in the cookies", () => {
  const url = "https://backend.parley.test";
  const session = {
    access_token: "a.b.c",
    expires_at: 1,
    user: { id: "u-1", email: "zoë@parley.test", bio: "x".repeat(9000) },
  };
  const keep = (text: string) => {
    for (const { name, value } of createChunks("sb-backend-auth-token", text))
      documentCookies.setAll([{ name, value, options: { maxAge: 60 } }]);
  };

  it("is read as the library writes it, in however many pieces", () => {
    keep(`base64-${stringToBase64URL(JSON.stringify(session))}`);
    expect(written.length).toBeGreaterThan(3);
    expect(storedSession(url)).toEqual(session);
  });

  it("is read as older releases of the library wrote it", () => {
    keep(JSON.stringify({ ...session, user: { id: "u-1" } }));
    expect(storedSession(url)?.user.id).toBe("u-1");
  });

  it("is nobody's where there is none, where it is of another backend, and where it cannot be read", () => {
    expect(storedSession(url)).toBeNull();
    keep(`base64-${stringToBase64URL(JSON.stringify(session))}`);
    expect(storedSession("https://other.parley.test")).toBeNull();
    keep("base64-%%%");
    expect(storedSession(url)).toBeNull();
    keep(`base64-${stringToBase64URL('{"user":{"id":"u-1"}}')}`);
    expect(storedSession(url)).toBeNull();
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

describe("whether somebody seems to be signed in", () => {
  it.each(["sb-127-auth-token=whole", "sb-abcdef-auth-token.0=first piece"])("%s says so", (cookie) => {
    document.cookie = cookie;
    expect(holdsSession()).toBe(true);
  });

  it.each(["parley-brief=1", "sb-127-auth-token-code-verifier=x", "not-sb-127-auth-token=x"])(
    "%s does not",
    (cookie) => {
      document.cookie = cookie;
      expect(holdsSession()).toBe(false);
    },
  );
});
