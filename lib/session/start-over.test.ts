import { beforeEach, describe, expect, it } from "vitest";
import { fromBase64 } from "@/lib/base/bytes";
import { parseStatement, verifyChain } from "@/lib/crypto/identity";
import { ScriptedAccounts } from "./scripted-accounts.fixture";
import { email, nextPassword as next, password, ScriptedBrowser, signIn, signUp } from "./scripted.fixture";

let server: ScriptedAccounts;
let laptop: ScriptedBrowser;

/** The account as the server has it. */
const served = () => {
  const account = server.people.get(email)?.account;
  if (!account) throw new Error("no account");
  return account;
};

/** A new browser after the mail's link and a new login password: signed in, and nothing opens. */
async function afterTheMail() {
  const browser = new ScriptedBrowser(server);
  const { session, engine } = await browser.visit();
  await session.confirmLink(email, "recovery");
  await session.setNewPassword(next);
  expect(session.view).toMatchObject({ state: "locked", reason: "password-reset" });
  return { browser, session, engine };
}

beforeEach(() => {
  server = new ScriptedAccounts();
  laptop = new ScriptedBrowser(server);
});

describe("starting over", () => {
  it("makes the next generation as a reset, with a new code, and the new password opens it everywhere", async () => {
    await signUp(laptop);
    const before = served();
    const { session } = await afterTheMail();
    await session.startOver(next);
    expect(session.view).toMatchObject({ state: "keep-recovery-code" });
    const chain = verifyChain(served().statements.map((text) => fromBase64(text)));
    expect(chain.map(({ generation, flags }) => [generation, flags])).toEqual([
      [1, 0],
      [2, 2],
    ]);
    expect(served().slots.some(({ body }) => before.slots.some((old) => old.body === body))).toBe(false);
    session.postponeRecovery();
    expect(session.view).toMatchObject({ state: "ready", me: { handle: "alice", recoveryConfirmed: false } });
    expect((await signIn(new ScriptedBrowser(server), next)).session.view.state).toBe("ready");
  });

  it("leaves nothing that the old password or the old code opens", async () => {
    const { code } = await signUp(laptop);
    const { session } = await afterTheMail();
    await session.startOver(next);
    await expect(signIn(new ScriptedBrowser(server), password)).rejects.toMatchObject({ code: "E_CREDENTIALS" });
    const { session: other } = await signIn(new ScriptedBrowser(server), next);
    other.lock();
    await expect(other.unlock(password)).rejects.toMatchObject({ code: "E_COMMIT" });
    await expect(other.unlockWithRecoveryCode(code, next)).rejects.toMatchObject({ code: "E_COMMIT" });
  });

  it("lets a browser in that remembered the old keys, with the new password only", async () => {
    const { session: mine } = await signUp(laptop);
    mine.postponeRecovery();
    const { session } = await afterTheMail();
    await session.startOver(next);
    const again = await laptop.settledVisit();
    expect(again.session.view.state).toBe("locked");
    await again.session.unlock(next);
    expect(again.session.view.state).toBe("ready");
    expect((await laptop.visit()).session.view.state).toBe("ready");
  });

  it("empties what the same browser kept under the old keys", async () => {
    const { session: mine } = await signUp(laptop);
    mine.postponeRecovery();
    const { userId } = server.byId(laptop.signedIn);
    await laptop.disk.get(userId)?.putRecord("draft:x", Uint8Array.of(1));
    const page = await laptop.visit();
    page.session.lock();
    await page.session.startOver(next);
    expect(await laptop.disk.get(userId)?.record("draft:x")).toBeNull();
    page.session.postponeRecovery();
    expect((await laptop.visit()).session.view.state).toBe("ready");
  });

  it("refused because the login is old leaves the account as it was, and nothing open", async () => {
    const { code } = await signUp(laptop);
    const before = served();
    const { session, engine } = await afterTheMail();
    server.failures.push({ call: "startOver", when: "before", code: "E_LOGIN_OLD" });
    await expect(session.startOver(next)).rejects.toMatchObject({ code: "E_LOGIN_OLD" });
    expect(served()).toEqual(before);
    await expect(engine.recoverySlot()).rejects.toMatchObject({ code: "E_VAULT_LOCKED" });
    await session.unlockWithRecoveryCode(code, next);
    expect(session.view.state).toBe("ready");
  });

  it("refuses a weak password before anything changes", async () => {
    await signUp(laptop);
    const { session } = await afterTheMail();
    const calls = server.calls.length;
    await expect(session.startOver("short")).rejects.toMatchObject({ code: "E_WEAK_PASSWORD" });
    expect(server.calls.slice(calls).filter((call) => call !== "account")).toEqual([]);
  });

  it("follows the newest statement this browser has seen, not an older one it is served", async () => {
    await signUp(laptop);
    const first = served();
    const { browser, session } = await afterTheMail();
    await session.startOver(next);
    session.postponeRecovery();
    server.lie = () => ({ ...served(), statements: first.statements, bundle: first.bundle, slots: first.slots });
    const page = await browser.settledVisit();
    expect(page.session.view.state).toBe("locked");
    await expect(page.session.startOver(next)).rejects.toMatchObject({ code: "E_ROLLBACK" });
    expect(parseStatement(fromBase64(served().statements.at(-1) ?? "")).generation).toBe(2);
  });
});
