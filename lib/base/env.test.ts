import { describe, expect, it } from "vitest";
import { readPublicConfig, readSecretKey } from "./env";

const local = {
  APP_URL: "http://localhost:3000",
  NEXT_PUBLIC_SUPABASE_URL: "http://localhost:54321/",
  NEXT_PUBLIC_SUPABASE_PUBLISHABLE_KEY: "sb_publishable_local",
  SUPABASE_SECRET_KEY: "sb_secret_local",
  PARLEY_MOD_ROOT: "AB".repeat(32),
  PARLEY_MAIL_URL: "http://localhost:54324",
};
const deployed = {
  ...local,
  APP_URL: "https://chat.parley.test",
  NEXT_PUBLIC_SUPABASE_URL: "https://abcdefgh.supabase.co",
  NEXT_PUBLIC_SUPABASE_PUBLISHABLE_KEY: "sb_publishable_3v9Qm2Lr8sTq",
  SUPABASE_SECRET_KEY: "sb_secret_Yk2w7Zp0sN4hUe1d",
  PARLEY_MOD_ROOT: "0123456789abcdef".repeat(4),
};

describe("the public configuration", () => {
  it("reads origins without a trailing slash and the moderation root in lower case", () => {
    expect(readPublicConfig(local)).toEqual({
      supabaseUrl: "http://localhost:54321",
      publishableKey: "sb_publishable_local",
      modRoot: "ab".repeat(32),
      appUrl: "http://localhost:3000",
      mailUrl: "http://localhost:54324",
      callUrl: null,
      retentionDays: 365,
    });
  });

  it("reads how long messages are kept, and refuses what is no number of days", () => {
    const read = (days: string) => readPublicConfig({ ...local, CHAT_MESSAGE_RETENTION_DAYS: days }).retentionDays;
    expect([read("30"), read(" 0 "), read("")]).toEqual([30, 0, 365]);
    for (const bad of ["-1", "1.5", "a year", "40000"])
      expect(() => read(bad), bad).toThrow("CHAT_MESSAGE_RETENTION_DAYS");
  });

  it("reads where calls take place, and refuses an address that is not safe or makes no rooms", () => {
    const at = (url: string, env = deployed) => readPublicConfig({ ...env, PARLEY_CALL_URL: url }).callUrl;
    expect(at(" https://meet.parley.test/{room}#config ")).toBe("https://meet.parley.test/{room}#config");
    expect(at(" ")).toBeNull();
    expect(at("http://localhost:8443/{room}", local)).toBe("http://localhost:8443/{room}");
    for (const bad of [
      "https://meet.parley.test/",
      "http://meet.parley.test/{room}",
      "https://{room}.parley.test/x",
      "https://me:secret@meet.parley.test/{room}",
      "https://meet.parley.test/{room}/{room}",
      "javascript:alert('{room}')",
      "meet {room}",
    ])
      expect(() => at(bad), bad).toThrow("PARLEY_CALL_URL");
  });

  it("never holds the secret key", () => {
    expect(JSON.stringify(readPublicConfig(deployed))).not.toContain(deployed.SUPABASE_SECRET_KEY);
  });

  it("hides the mail catcher outside this machine", () => {
    expect(readPublicConfig(deployed).mailUrl).toBeNull();
  });

  it.each(["APP_URL", "NEXT_PUBLIC_SUPABASE_URL", "NEXT_PUBLIC_SUPABASE_PUBLISHABLE_KEY", "PARLEY_MOD_ROOT"])(
    "names %s when it is missing",
    (name) => {
      expect(() => readPublicConfig({ ...local, [name]: " " })).toThrow(`${name} is missing`);
    },
  );

  it.each([
    ["APP_URL", "http://chat.parley.test"],
    ["APP_URL", "https://chat.parley.test/path"],
    ["APP_URL", "https://user@chat.parley.test"],
    ["APP_URL", "chat.parley.test"],
    ["NEXT_PUBLIC_SUPABASE_URL", "http://abcdefgh.supabase.co"],
    ["NEXT_PUBLIC_SUPABASE_PUBLISHABLE_KEY", "short"],
    ["PARLEY_MOD_ROOT", "00".repeat(32)],
    ["PARLEY_MOD_ROOT", "ab"],
  ])("refuses %s=%s in a deployment", (name, value) => {
    expect(() => readPublicConfig({ ...deployed, [name]: value })).toThrow(name);
  });
});

describe("the secret key", () => {
  it("may be a demo value on one's own machine only", () => {
    const demo = "super-secret-jwt-token-with-at-least-32-characters-long";
    expect(readSecretKey({ ...local, SUPABASE_SECRET_KEY: demo })).toBe(demo);
    expect(() => readSecretKey({ ...deployed, SUPABASE_SECRET_KEY: demo })).toThrow("weak or published");
  });

  it.each(["", "x".repeat(64), "your-secret-key-goes-here", "sb_secret_short"])(
    "refuses %j in a deployment",
    (value) => {
      expect(() => readSecretKey({ ...deployed, SUPABASE_SECRET_KEY: value })).toThrow("SUPABASE_SECRET_KEY");
    },
  );

  it("does not repeat the refused value in its message", () => {
    const value = "changeme-changeme-changeme";
    expect(() => readSecretKey({ ...deployed, SUPABASE_SECRET_KEY: value })).not.toThrow(value);
  });
});
