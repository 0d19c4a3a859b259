import { beforeEach, describe, expect, it, vi } from "vitest";
import { codeOf } from "@/lib/base/errors";
import { ScriptedAccounts } from "./scripted-accounts.fixture";
import { email, nextPassword, password, ScriptedBrowser, signIn, signUp } from "./scripted.fixture";

let server: ScriptedAccounts;
let laptop: ScriptedBrowser;

const aliceId = () => server.people.get(email)?.userId ?? "";
const accountOnDisk = async (userId: string) => (await laptop.disk.get(userId)?.device())?.account ?? "";
const locked = expect.objectContaining({ code: "E_VAULT_LOCKED" });

/** A page whose unlocking waits until it is told to go on. */
async function slowPage(browser: ScriptedBrowser) {
  let go = () => {};
  const gate = new Promise<void>((resolve) => {
    go = resolve;
  });
  let reached = () => {};
  const there = new Promise<void>((resolve) => {
    reached = resolve;
  });
  const page = browser.page(async () => {
    reached();
    await gate;
  });
  await page.session.start();
  return { ...page, go, there };
}

beforeEach(() => {
  server = new ScriptedAccounts();
  laptop = new ScriptedBrowser(server);
});

describe("leaving in the middle of something", () => {
  it("signing out while the password is being tried leaves nothing open and nothing on disk", async () => {
    const { session: first } = await signUp(laptop);
    first.postponeRecovery();
    await first.lockFor("asked");
    const { session, engine, go, there } = await slowPage(laptop);
    const outcome = session.unlock(password).then(
      () => "in",
      (thrown: unknown) => codeOf(thrown),
    );
    await there;
    await session.signOut();
    go();
    expect(await outcome).toBe("E_VAULT_LOCKED");
    expect(session.view).toEqual({ state: "signed-out" });
    expect([...laptop.disk.keys()]).toEqual([]);
    await expect(engine.passwordSlot(password)).rejects.toEqual(locked);
  });

  it("a disk that cannot be emptied does not keep the login alive", async () => {
    const { session } = await signUp(laptop);
    laptop.diskFails = true;
    await expect(session.signOut()).rejects.toMatchObject({ code: "E_STORAGE" });
    expect(laptop.signedIn).toBeNull();
  });

  it("a login that has run out closes the keys but costs no message that still waits on this device", async () => {
    const { session, engine } = await signUp(laptop);
    const { store } = session;
    const job = { msgId: "m", conversation: "c", createdAt: 1, order: 0, sealedBody: new Uint8Array(1) };
    await store.addJob({ ...job, envelope: null, failure: null });
    await session.signedOutElsewhere();
    expect(session.view).toEqual({ state: "signed-out" });
    await expect(engine.passwordSlot(password)).rejects.toEqual(locked);
    laptop.signedIn = null;
    const again = await signIn(laptop);
    expect(await again.session.store.jobs()).toHaveLength(1);
  });

  it("a locked page stays locked when it is loaded again", async () => {
    const { session } = await signUp(laptop);
    session.postponeRecovery();
    await session.lockFor("idle");
    const again = await laptop.visit();
    expect(again.session.view).toMatchObject({ state: "locked", reason: "asked" });
    await again.session.unlock(password);
    expect((await laptop.visit()).session.view.state).toBe("ready");
  });

  it("a failure on the way in leaves no keys open behind the locked screen", async () => {
    const { code } = await signUp(laptop);
    const phone = await new ScriptedBrowser(server).visit();
    await phone.session.confirmLink(email, "recovery");
    server.failures.push({ call: "putSlot", code: "E_OFFLINE", when: "before" });
    const entering = phone.session.unlockWithRecoveryCode(code, nextPassword);
    await expect(entering).rejects.toMatchObject({ code: "E_OFFLINE" });
    expect(phone.session.view.state).toBe("locked");
    await expect(phone.engine.passwordSlot(password)).rejects.toEqual(locked);
  });
});

describe("two people and one browser", () => {
  beforeEach(async () => {
    const other = await new ScriptedBrowser(server).visit();
    await other.session.signUp({ name: "Bob", email: "bob@example.org", password, sharedComputer: true });
  });
  const bobId = () => server.people.get("bob@example.org")?.userId ?? "";

  it("a mail's link of somebody else closes what is open, and nobody's keys come near the other's store", async () => {
    await signUp(laptop);
    const { session, engine } = await laptop.visit();
    expect(session.view.state).toBe("ready");
    const before = await accountOnDisk(aliceId());
    await session.confirmLink("bob@example.org", "signup");
    expect(session.view).toMatchObject({ state: "needs-keys", email: "bob@example.org", passwordKnown: false });
    await expect(engine.passwordSlot(password)).rejects.toEqual(locked);
    await session.createKeys({ handle: "bob", displayName: "Bob", password });
    expect(await accountOnDisk(aliceId())).toBe(before);
    expect(await accountOnDisk(bobId())).toContain(bobId());
    expect(session.store).toBe(laptop.disk.get(bobId()));
  });

  it("a login that changes in another tab takes this tab along", async () => {
    await signUp(laptop);
    const { session, engine } = await laptop.visit();
    laptop.signedIn = bobId();
    await session.loginBelongsTo(aliceId());
    expect(session.view.state).toBe("ready");
    await session.loginBelongsTo(bobId());
    expect(session.view).toMatchObject({ state: "needs-keys", email: "bob@example.org" });
    await expect(engine.passwordSlot(password)).rejects.toEqual(locked);
    expect(() => session.store).toThrow("E_VAULT_LOCKED");
  });

  it("a password typed for one account is never used for another", async () => {
    const { session } = await laptop.visit();
    await session.signUp({ name: "Alice", email, password, sharedComputer: false });
    await session.confirmLink("bob@example.org", "signup");
    expect(session.view).toMatchObject({ state: "needs-keys", passwordKnown: false });
  });

  it("calling the computer shared removes what an earlier visit of the same person left on its disk", async () => {
    await signUp(laptop);
    laptop.signedIn = null;
    const { session } = await signIn(laptop, password, true);
    expect(session.view).toMatchObject({ state: "ready", me: { remembered: false, idleLockMinutes: 15 } });
    expect(await laptop.disk.get(aliceId())?.device()).toBeFalsy();
  });
});

describe("starting under difficulties", () => {
  it("without a network and without memory, waits and starts when it can", async () => {
    await signUp(laptop, true);
    for (let i = 0; i < 3; i++) server.failures.push({ call: "account", code: "E_OFFLINE", when: "before" });
    server.failures.push({ call: "current", code: "E_OFFLINE", when: "before" });
    const { session } = laptop.page();
    void session.start();
    await vi.waitFor(() => expect(session.view.state).toBe("locked"), { timeout: 4_000 });
  });

  it("W03: a disk that fails keeps nobody out; the browser is then not remembered", async () => {
    const { session: first } = await signUp(laptop);
    first.postponeRecovery();
    laptop.diskFails = true;
    const { session } = await laptop.visit();
    expect(session.view.state).toBe("locked");
    await session.unlock(password);
    expect(session.view).toMatchObject({ state: "ready", me: { remembered: false } });
  });

  it("keys whose making was answered by silence are found when asked again", async () => {
    const { session } = await laptop.visit();
    await session.signUp({ name: "Alice", email, password, sharedComputer: false });
    await session.confirmCode(email, "123456");
    server.failures.push({ call: "register", code: "E_OFFLINE", when: "after" });
    const keys = { handle: "alice", displayName: "Alice" };
    await expect(session.createKeys(keys)).rejects.toMatchObject({ code: "E_OFFLINE" });
    await session.createKeys(keys);
    expect(session.view).toMatchObject({ state: "ready", me: { recoveryConfirmed: false } });
  });
});
