import { beforeEach, describe, expect, it } from "vitest";
import { ScriptedAccounts } from "./scripted-accounts.fixture";
import { email, nextPassword, password, ScriptedBrowser, signIn, signUp } from "./scripted.fixture";

let server: ScriptedAccounts;
let laptop: ScriptedBrowser;

/** The password with which Alice signs in on a new device; whether it also opens her history. */
async function wayIn(): Promise<{ by: string; state: string }> {
  for (const by of [password, nextPassword]) {
    const page = await signIn(new ScriptedBrowser(server), by).catch(() => null);
    if (page) return { by, state: page.session.view.state };
  }
  return { by: "", state: "nowhere" };
}
const passphraseSlots = () => server.people.get(email)?.account?.slots.filter(({ kind }) => kind === 1) ?? [];

beforeEach(() => {
  server = new ScriptedAccounts();
  laptop = new ScriptedBrowser(server);
});

describe("changing the password", () => {
  it("leaves one way in, by the new password", async () => {
    const { session } = await signUp(laptop);
    session.postponeRecovery();
    await expect(session.changePassword(nextPassword, nextPassword)).rejects.toMatchObject({ code: "E_COMMIT" });
    await session.changePassword(password, nextPassword);
    expect(passphraseSlots()).toHaveLength(1);
    expect(await wayIn()).toEqual({ by: nextPassword, state: "ready" });
  });

  it("long after the sign-in signs in anew with the current one first", async () => {
    const { session } = await signUp(laptop);
    session.postponeRecovery();
    server.failures.push({ call: "setPassword", code: "E_LOGIN_OLD", when: "before" });
    await session.changePassword(password, nextPassword);
    const asked = server.calls.filter((call) => call === "renew" || call === "setPassword");
    expect(asked.slice(-2)).toEqual(["renew", "setPassword"]);
    expect(await wayIn()).toEqual({ by: nextPassword, state: "ready" });
  });

  const steps = ["putSlot", "setPassword", "deleteSlot"].flatMap((call) =>
    (["before", "after"] as const).map((when) => ({ call, when })),
  );
  it.each(steps)("interrupted $when $call, leaves a password that both signs in and unlocks", async (step) => {
    const { session } = await signUp(laptop);
    session.postponeRecovery();
    server.failures.push({ ...step, code: "E_OFFLINE" });
    await expect(session.changePassword(password, nextPassword)).rejects.toMatchObject({ code: "E_OFFLINE" });
    expect(await wayIn()).toMatchObject({ state: "ready" });
    // The sign-in has removed what was left over.
    expect(passphraseSlots()).toHaveLength(1);
  });

  it.each(steps)(
    "interrupted $when $call, is not undone by half when the old password unlocks this page",
    async (step) => {
      const { session } = await signUp(laptop);
      session.postponeRecovery();
      server.failures.push({ ...step, code: "E_OFFLINE" });
      await expect(session.changePassword(password, nextPassword)).rejects.toMatchObject({ code: "E_OFFLINE" });
      await session.lockFor("asked");
      await session.unlock(password).catch(() => session.unlock(nextPassword));
      expect(await wayIn()).toMatchObject({ state: "ready" });
    },
  );
});

describe("a reset by mail", () => {
  it("on a device that still opens the history, makes the new password open it everywhere", async () => {
    await signUp(laptop);
    const { session } = await laptop.visit();
    await session.confirmLink(email, "recovery");
    await session.setNewPassword(nextPassword);
    expect(session.view.state).toBe("ready");
    expect(await wayIn()).toEqual({ by: nextPassword, state: "ready" });
    expect(passphraseSlots()).toHaveLength(1);
  });

  it("finished on another device, is taken over by the next sign-in on a remembered one", async () => {
    await signUp(laptop);
    const phone = await new ScriptedBrowser(server).visit();
    await phone.session.confirmLink(email, "recovery");
    await phone.session.setNewPassword(nextPassword);
    expect(phone.session.view.state).toBe("locked");
    laptop.signedIn = null;
    expect((await signIn(laptop, nextPassword)).session.view.state).toBe("ready");
    expect(await wayIn()).toEqual({ by: nextPassword, state: "ready" });
  });
});

describe("a new password without the old one", () => {
  it("is set only right after a recovery link, not by whoever finds an open page", async () => {
    const { session } = await signUp(laptop);
    session.postponeRecovery();
    await expect(session.setNewPassword(nextPassword)).rejects.toMatchObject({ code: "E_AUTH" });
    expect(await wayIn()).toEqual({ by: password, state: "ready" });
  });
});

describe("a new recovery code", () => {
  it("A10: takes the password, whoever sits at the open page", async () => {
    const { session, code } = await signUp(laptop);
    await session.confirmRecovery();
    await expect(session.newRecoveryCode(nextPassword)).rejects.toMatchObject({ code: "E_COMMIT" });
    expect(session.view).toMatchObject({ me: { recoveryConfirmed: true } });
    await session.lockFor("asked");
    await session.unlockWithRecoveryCode(code, nextPassword);
    expect(session.view.state).toBe("ready");
  });

  it.each(["changePassword", "newRecoveryCode"] as const)(
    "or a new password takes the old ways in away, also long after the sign-in (%s)",
    async (what) => {
      const { session } = await signUp(laptop);
      await session.confirmRecovery();
      server.failures.push({ call: "deleteSlot", code: "E_LOGIN_OLD", when: "before" });
      await (what === "changePassword"
        ? session.changePassword(password, nextPassword)
        : session.newRecoveryCode(password));
      const asked = server.calls.filter((call) => call === "renew" || call === "deleteSlot");
      expect(asked.slice(-2)).toEqual(["renew", "deleteSlot"]);
      expect(server.people.get(email)?.account?.slots).toHaveLength(2);
      expect(await wayIn()).toMatchObject({ state: "ready" });
    },
  );

  const steps = ["putStore", "putSlot", "deleteSlot"].flatMap((call) =>
    (["before", "after"] as const).map((when) => ({ call, when })),
  );
  it.each(steps)("interrupted $when $call, never leaves a person without a code that works", async (step) => {
    const { session, code } = await signUp(laptop);
    await session.confirmRecovery();
    server.failures.push({ ...step, code: "E_OFFLINE" });
    const fresh = await session.newRecoveryCode(password).catch(() => null);
    const phone = await signIn(new ScriptedBrowser(server));
    await phone.session.lockFor("asked");
    await phone.session.unlockWithRecoveryCode(fresh ?? code, nextPassword);
    expect(phone.session.view.state).toBe("ready");
  });
});
