/** Owns the proof that flags and environment are understood or refused before anything is touched. */
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { isNewEnough } from "./check-node.mjs";
import { readSettings } from "./start-settings.mts";

const read = (args: string[], env: Record<string, string>) =>
  readSettings("/project", args, { NODE_ENV: "test", ...env });

describe("settings of npm start", () => {
  it("start everything on the usual ports by default", () => {
    expect(read([], {})).toMatchObject({
      ...{ scope: "all", dev: false, reset: false, appPort: 3000, appUrl: "http://localhost:3000", ports: {} },
      dataDir: join("/project", ".parley"),
    });
  });

  it("take ports, folder and origins from the environment", () => {
    const settings = read(["--dev", "--reset"], {
      PORT: "4000",
      PARLEY_PORT_MAIL: "5000",
      PARLEY_DATA: "/data",
      PARLEY_ORIGINS: "https://a.example, https://b.example",
    });
    expect(settings).toMatchObject({
      dev: true,
      reset: true,
      appUrl: "http://localhost:4000",
      ports: { mail: 5000 },
      dataDir: "/data",
    });
    expect(settings.origins).toEqual(["https://a.example", "https://b.example"]);
  });

  it("take the size of rooms and the time messages are kept, and refuse what is neither", () => {
    expect(read([], {}).rooms).toEqual({});
    const rooms = read([], { CHAT_MAX_ROOM_MEMBERS: "200", CHAT_MESSAGE_RETENTION_DAYS: "0" }).rooms;
    expect(rooms).toEqual({ maxMembers: 200, retentionDays: 0 });
    expect(() => read([], { CHAT_MAX_ROOM_MEMBERS: "1" })).toThrow("from 2 to 5000");
    expect(() => read([], { CHAT_MESSAGE_RETENTION_DAYS: "a year" })).toThrow("whole number");
  });

  it("run only the app when a Supabase project is named completely", () => {
    const project = {
      NEXT_PUBLIC_SUPABASE_URL: "https://x.supabase.co",
      NEXT_PUBLIC_SUPABASE_PUBLISHABLE_KEY: "p",
      SUPABASE_SECRET_KEY: "s",
    };
    expect(() => read([], project)).toThrow("it also needs PARLEY_MOD_ROOT");
    expect(read([], { ...project, PARLEY_MOD_ROOT: "00" }).scope).toBe("app");
    expect(() => read(["--stack-only"], { ...project, PARLEY_MOD_ROOT: "00" })).toThrow("--stack-only");
  });

  it("refuse what they do not know", () => {
    expect(() => read(["--rest"], {})).toThrow("Unknown option --rest.");
    for (const port of ["0", "65536", "80.5", "http"])
      expect(() => read([], { PORT: port })).toThrow(`it is "${port}"`);
  });
});

describe("the oldest Node", () => {
  it("that may install is 20.9", () => {
    expect(["20.9.0", "22.1.0", "24.0.0"].map(isNewEnough)).toEqual([true, true, true]);
    expect(["20.8.1", "18.20.0", "8.0.0"].map(isNewEnough)).toEqual([false, false, false]);
  });
});
