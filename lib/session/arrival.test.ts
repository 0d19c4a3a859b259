import { beforeEach, describe, expect, it, vi } from "vitest";
import { email, password, rotateIdentity, ScriptedAccounts, ScriptedBrowser, signUp } from "./scripted.fixture";

let server: ScriptedAccounts;
let laptop: ScriptedBrowser;

beforeEach(() => {
  server = new ScriptedAccounts();
  laptop = new ScriptedBrowser(server);
});

describe("a start without a network, in a remembered browser,", () => {
  const noNetwork = () => {
    laptop.online = false;
    for (const call of ["current", "account"])
      for (let i = 0; i < 3; i++) server.failures.push({ call, code: "E_OFFLINE", when: "before" });
  };
  const startAway = async () => {
    const { session } = await signUp(laptop);
    session.postponeRecovery();
    const before = server.calls.length;
    noNetwork();
    return { before, ...(await laptop.visit()) };
  };

  it("opens by itself and asks nobody first", async () => {
    const { session, before } = await startAway();
    expect(session.view).toMatchObject({ state: "ready", me: { handle: "alice", email } });
    expect(server.calls.slice(before).filter((call) => call !== "deviceSeen")).toEqual([]);
  });

  it("looks at login and account as soon as there is one, and stays where it is", async () => {
    const { session, before } = await startAway();
    await vi.waitFor(() => expect(server.calls.slice(before)).toContain("account"), { timeout: 4_000 });
    expect(session.view.state).toBe("ready");
  });

  it("ends when the login turns out to have ended", async () => {
    const { session } = await startAway();
    server.people.clear();
    await vi.waitFor(() => expect(session.view.state).toBe("signed-out"), { timeout: 4_000 });
  });

  it("begins anew when the keys have changed meanwhile", async () => {
    const { session } = await startAway();
    await rotateIdentity(server);
    const states: string[] = [];
    session.changed.subscribe(() => states.push(session.view.state));
    await vi.waitFor(() => expect(states).toEqual(["starting", "ready"]), { timeout: 4_000 });
  });

  it("keeps a locked account locked, and opens it with the password", async () => {
    const { session: first } = await signUp(laptop);
    first.postponeRecovery();
    await first.lockFor("asked");
    noNetwork();
    const { session } = await laptop.visit();
    expect(session.view.state).toBe("locked");
    await session.unlock(password);
    expect(session.view.state).toBe("ready");
  });

  it("does not wait for a network that says nothing", async () => {
    await signUp(laptop);
    server.silent = true;
    expect((await laptop.visit()).session.view.state).toBe("ready");
  });
});
