import { beforeEach, describe, expect, it, vi } from "vitest";
import { ScriptedAccounts } from "./scripted-accounts.fixture";
import { email, nextPassword, password, rotateIdentity, ScriptedBrowser, signUp } from "./scripted.fixture";

let server: ScriptedAccounts;
let laptop: ScriptedBrowser;

beforeEach(() => {
  server = new ScriptedAccounts();
  laptop = new ScriptedBrowser(server);
});

describe("a start in a remembered browser, without a network,", () => {
  const noNetwork = () => {
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

describe("a start in a remembered browser, with a network,", () => {
  it("opens before anybody is asked, and learns at once what has changed elsewhere", async () => {
    const { session: first } = await signUp(laptop);
    first.postponeRecovery();
    const elsewhere = new ScriptedBrowser(server).page().session;
    await elsewhere.signIn({ email, password, sharedComputer: false });
    await elsewhere.rename("Alice Elsewhere");
    const before = server.calls.length;
    const { session } = laptop.page();
    let asked: readonly string[] | null = null;
    session.changed.subscribe(() => {
      if (session.view.state === "ready") asked ??= server.calls.slice(before);
    });
    await session.start();
    expect(asked).toEqual([]);
    await vi.waitFor(() => expect(session.view).toMatchObject({ me: { displayName: "Alice Elsewhere" } }), {
      timeout: 4_000,
    });
  });

  it("opens what is locked with a password that was changed elsewhere, although the server is slow to say so", async () => {
    const { session: first } = await signUp(laptop);
    first.postponeRecovery();
    await first.lockFor("asked");
    const elsewhere = new ScriptedBrowser(server).page().session;
    await elsewhere.signIn({ email, password, sharedComputer: false });
    await elsewhere.changePassword(password, nextPassword);
    let answer = () => {};
    const slow = new Promise<void>((resolve) => (answer = resolve));
    const run = server.run.bind(server);
    server.run = async (call, effect) => {
      await slow;
      return run(call, effect);
    };
    const { session } = await laptop.visit();
    expect(session.view.state).toBe("locked");
    setTimeout(answer, 10);
    await session.unlock(nextPassword);
    expect(session.view.state).toBe("ready");
  });

  it("asks first, when nothing is kept here", async () => {
    await signUp(laptop);
    server.silent = true;
    laptop.disk.clear();
    const visit = laptop.visit();
    expect(await Promise.race([visit.then(() => "open"), new Promise((done) => setTimeout(done, 50, "waits"))])).toBe(
      "waits",
    );
  });
});
