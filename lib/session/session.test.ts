import { beforeEach, describe, expect, it } from "vitest";
import { ScriptedAccounts } from "./scripted-accounts.fixture";
import { email, nextPassword as next, password, ScriptedBrowser, signIn, signUp } from "./scripted.fixture";
import type { Session } from "./session";

let server: ScriptedAccounts;
let laptop: ScriptedBrowser;

const state = (session: Session) => session.view.state;

beforeEach(() => {
  server = new ScriptedAccounts();
  laptop = new ScriptedBrowser(server);
});

describe("an account's first minutes", () => {
  it("lead from sign-up over keys and recovery code to being in", async () => {
    const { session } = laptop.page();
    expect(state(session)).toBe("starting");
    await session.start();
    expect(state(session)).toBe("signed-out");
    await session.signUp({ name: "Alice", email, password, sharedComputer: false });
    expect(state(session)).toBe("signed-out");
    await session.confirmCode(email, "123456");
    expect(session.view).toMatchObject({ state: "needs-keys", suggestedName: "Alice", passwordKnown: true });
    await session.createKeys({ handle: "alice", displayName: "Alice" });
    expect(session.view).toMatchObject({ state: "keep-recovery-code" });
    await session.confirmRecovery();
    expect(session.view).toMatchObject({ state: "ready", me: { handle: "alice", recoveryConfirmed: true } });
  });

  it("refuse a weak password before anything is sent", async () => {
    const { session } = await laptop.visit();
    const before = server.calls.length;
    const weak = session.signUp({ name: "Alice", email, password: "password1234", sharedComputer: false });
    await expect(weak).rejects.toMatchObject({ code: "E_WEAK_PASSWORD" });
    expect(server.calls).toHaveLength(before);
  });

  it("ask for the password where it is not known, and make no keys under one that is not the login's", async () => {
    const { session } = await laptop.visit();
    await session.signUp({ name: "Alice", email, password, sharedComputer: false });
    const other = await new ScriptedBrowser(server).visit();
    await other.session.confirmLink(email, "signup");
    expect(other.session.view).toMatchObject({ state: "needs-keys", passwordKnown: false });
    const keys = { handle: "alice", displayName: "Alice" };
    await expect(other.session.createKeys(keys)).rejects.toMatchObject({ code: "E_CREDENTIALS" });
    const wrong = other.session.createKeys({ ...keys, password: next });
    await expect(wrong).rejects.toMatchObject({ code: "E_CREDENTIALS" });
    await other.session.createKeys({ ...keys, password });
    expect(state(other.session)).toBe("keep-recovery-code");
  });

  it("end with the password of who confirmed the address, not of who signed up with it in between", async () => {
    const { session } = await laptop.visit();
    await session.signUp({ name: "Alice", email, password, sharedComputer: false });
    const person = server.people.get(email);
    if (person) person.secret = "of somebody else";
    await session.confirmCode(email, "123456");
    await session.createKeys({ handle: "alice", displayName: "Alice" });
    expect(person?.secret).not.toBe("of somebody else");
    expect(state((await signIn(new ScriptedBrowser(server))).session)).toBe("ready");
  });

  it("end at a code that can be confirmed later, with a reminder until then", async () => {
    const { session } = await signUp(laptop);
    session.postponeRecovery();
    expect(session.view).toMatchObject({ state: "ready", me: { recoveryConfirmed: false } });
  });
});

describe("coming back", () => {
  it("a remembered browser opens by itself, and without a network from what it remembers", async () => {
    await signUp(laptop);
    expect(state((await laptop.visit()).session)).toBe("ready");
    server.failures.push({ call: "account", code: "E_OFFLINE", when: "before" });
    expect((await laptop.visit()).session.view).toMatchObject({ state: "ready", me: { handle: "alice" } });
  });

  it("a new browser needs login and password once, and is remembered from then on", async () => {
    await signUp(laptop);
    const phone = new ScriptedBrowser(server);
    expect(state((await signIn(phone)).session)).toBe("ready");
    expect(state((await phone.visit()).session)).toBe("ready");
  });

  it("A01: a wrong password opens nothing, asks the server nothing, and after a few tries has to wait", async () => {
    const { session, engine } = await signUp(laptop);
    session.postponeRecovery();
    await session.lockFor("asked");
    await expect(engine.passwordSlot(password)).rejects.toMatchObject({ code: "E_VAULT_LOCKED" });
    const before = server.calls.filter((call) => call !== "account");
    for (let i = 0; i < 4; i++) await expect(session.unlock(next)).rejects.toMatchObject({ code: "E_COMMIT" });
    await expect(session.unlock(password)).rejects.toMatchObject({ code: "E_RATE" });
    expect(server.calls.filter((call) => call !== "account")).toEqual(before);
    expect(session.view).toMatchObject({ state: "locked", reason: "asked", email });
  });

  it("the right password unlocks", async () => {
    const { session } = await signUp(laptop);
    session.postponeRecovery();
    await session.lockFor("idle");
    expect(session.view).toMatchObject({ state: "locked", reason: "idle" });
    await session.unlock(password);
    expect(state(session)).toBe("ready");
  });
});

describe("a forgotten password", () => {
  it("a reset by mail opens the login, and the recovery code the history; the new password is then the only one", async () => {
    const { code } = await signUp(laptop);
    const phone = new ScriptedBrowser(server);
    const { session } = await phone.visit();
    await session.requestReset(email);
    await session.confirmLink(email, "recovery");
    expect(session.view).toMatchObject({ state: "locked", reason: "password-reset", passwordChosen: false });
    await expect(session.unlockWithRecoveryCode(code, null)).rejects.toMatchObject({ code: "E_CREDENTIALS" });
    await session.setNewPassword(next);
    expect(session.view).toMatchObject({ state: "locked", reason: "password-reset", passwordChosen: true });
    await expect(session.unlock(next)).rejects.toMatchObject({ code: "E_COMMIT" });
    await expect(session.unlockWithRecoveryCode("0000", null)).rejects.toMatchObject({ code: "E_RECOVERY" });
    await session.unlockWithRecoveryCode(code, null);
    expect(state(session)).toBe("ready");
    await session.lockFor("asked");
    expect(session.view).toMatchObject({ passwordChosen: false });
    expect(state((await signIn(new ScriptedBrowser(server), next)).session)).toBe("ready");
    const old = signIn(new ScriptedBrowser(server), password);
    await expect(old).rejects.toMatchObject({ code: "E_CREDENTIALS" });
  });

  it("A02: an old recovery code opens nothing once there is a new one", async () => {
    const { session, code } = await signUp(laptop);
    session.postponeRecovery();
    const fresh = await session.newRecoveryCode(password);
    expect(session.view).toMatchObject({ state: "ready", me: { recoveryConfirmed: false } });
    await session.lockFor("asked");
    await expect(session.unlockWithRecoveryCode(code, next)).rejects.toMatchObject({ code: "E_COMMIT" });
    await session.unlockWithRecoveryCode(fresh, next);
    expect(state(session)).toBe("ready");
  });
});

describe("leaving", () => {
  it("signing out closes the keys, empties the disk and ends the login", async () => {
    const { session, engine } = await signUp(laptop);
    session.postponeRecovery();
    await session.signOut();
    expect(session.view).toEqual({ state: "signed-out" });
    expect([...laptop.disk.keys()]).toEqual([]);
    expect(laptop.signedIn).toBeNull();
    await expect(engine.passwordSlot(password)).rejects.toMatchObject({ code: "E_VAULT_LOCKED" });
    expect(() => session.store).toThrow("E_VAULT_LOCKED");
    expect(state((await laptop.visit()).session)).toBe("signed-out");
  });

  it("W02: a shared computer keeps nothing, after a reload as little as before, and locks itself when idle", async () => {
    const { session } = await signUp(laptop, true);
    session.postponeRecovery();
    expect(session.view).toMatchObject({ state: "ready", me: { remembered: false, idleLockMinutes: 15 } });
    expect([...laptop.disk.keys()]).toEqual([]);
    const again = await laptop.visit();
    expect(state(again.session)).toBe("locked");
    await again.session.unlock(password);
    expect(again.session.view).toMatchObject({ state: "ready", me: { remembered: false, idleLockMinutes: 15 } });
    expect([...laptop.disk.keys()]).toEqual([]);
  });

  it("the choice of when to lock outlives a reload, apart for the own computer and for shared ones", async () => {
    const { session } = await signUp(laptop);
    session.postponeRecovery();
    await session.setIdleLock(5);
    const again = await laptop.visit();
    expect(again.session.view).toMatchObject({ state: "ready", me: { idleLockMinutes: 5 } });
    const library = new ScriptedBrowser(server);
    const visit = await library.visit();
    await visit.session.signIn({ email, password, sharedComputer: true });
    expect(visit.session.view).toMatchObject({ state: "ready", me: { idleLockMinutes: 15 } });
    await visit.session.setIdleLock(null);
    const later = await library.visit();
    await later.session.unlock(password);
    expect(later.session.view).toMatchObject({ state: "ready", me: { idleLockMinutes: null } });
  });

  it("a new name is shown at once and after a reload", async () => {
    const { session } = await signUp(laptop);
    session.postponeRecovery();
    await session.rename("Ada King");
    expect(session.view).toMatchObject({ me: { displayName: "Ada King" } });
    expect((await laptop.visit()).session.view).toMatchObject({ me: { displayName: "Ada King" } });
  });
});
