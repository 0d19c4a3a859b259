import { beforeEach, expect, it, vi } from "vitest";
import { CodedError, codeOf } from "@/lib/base/errors";
import { gate, settle } from "./gate.fixture";
import { ScriptedAccounts } from "./scripted-accounts.fixture";
import { email, nextPassword, password, rotateIdentity, ScriptedBrowser, signIn, signUp } from "./scripted.fixture";

let server: ScriptedAccounts;
let laptop: ScriptedBrowser;

beforeEach(async () => {
  server = new ScriptedAccounts();
  laptop = new ScriptedBrowser(server);
  const { session } = await signUp(laptop);
  session.postponeRecovery();
});

it.each(["E_FORMAT", "E_NOT_FOUND"] as const)(
  "an answer that makes no sense (%s) sends no reader away",
  async (code) => {
    server.failures.push({ call: "account", code, when: "before" });
    const { session } = await laptop.visit();
    const states: string[] = [];
    session.changed.subscribe(() => states.push(session.view.state));
    await vi.waitFor(() => expect(server.calls.filter((call) => call === "account").length).toBeGreaterThan(1), {
      timeout: 4_000,
    });
    await session.arrivals.looked;
    expect([session.view.state, states.includes("starting")]).toEqual(["ready", false]);
  },
);

it("when to lock, chosen without a network, is known at the next start, and on other devices as soon as there is one", async () => {
  const { session } = await laptop.settledVisit();
  server.failures.push({ call: "putStore", code: "E_OFFLINE", when: "before" });
  await session.setIdleLock(5);
  const minutesOf = ({ view }: typeof session) => (view.state === "ready" ? view.me.idleLockMinutes : undefined);
  const next = await laptop.settledVisit();
  expect(minutesOf(next.session)).toBe(5);
  const other = await signIn(new ScriptedBrowser(server));
  expect(minutesOf(other.session)).toBe(5);
  // It was told once, and does not come back over what is chosen elsewhere later.
  await other.session.setIdleLock(30);
  await laptop.settledVisit();
  expect(minutesOf((await laptop.settledVisit()).session)).toBe(30);
});

it("a choice that cannot be told sends no reader away either, and is told at the start after", async () => {
  const { session: first } = await laptop.settledVisit();
  server.failures.push({ call: "putStore", code: "E_OFFLINE", when: "before" });
  await first.setIdleLock(5);
  server.failures.push({ call: "putStore", code: "E_INPUT", when: "before" });
  const page = laptop.page();
  const states: string[] = [];
  page.session.changed.subscribe(() => states.push(page.session.view.state));
  await page.session.start();
  await page.session.arrivals.looked;
  expect(new Set(states)).toEqual(new Set(["ready"]));
  await laptop.settledVisit();
  const other = await signIn(new ScriptedBrowser(server));
  expect(other.session.view).toMatchObject({ me: { idleLockMinutes: 5 } });
});

it("signing out leaves nothing here, also while the account is being looked at", async () => {
  const elsewhere = await signIn(new ScriptedBrowser(server));
  await elsewhere.session.setIdleLock(7);
  const page = laptop.page();
  const { pass, reached, open } = gate();
  const storeMerge = page.engine.storeMerge.bind(page.engine);
  page.engine.storeMerge = async (...args) => {
    const merged = await storeMerge(...args);
    await pass();
    return merged;
  };
  await page.session.start();
  await reached;
  await page.session.signOut();
  open();
  await page.session.arrivals.looked;
  await settle();
  expect([laptop.disk.size, page.session.view.state]).toEqual([0, "signed-out"]);
});

it("locked while the recovery code is being confirmed, it stays locked", async () => {
  const { session, engine } = await laptop.settledVisit();
  const { pass, reached, open } = gate();
  const { store } = session;
  const keep = store.keepAccountStore.bind(store);
  store.keepAccountStore = async (kept) => {
    await pass();
    return keep(kept);
  };
  const confirming = session.confirmRecovery();
  await reached;
  await session.lockFor("idle");
  open();
  await confirming.catch(() => undefined);
  expect([session.view.state, await engine.passwordSlot(password).then(() => "open", codeOf)]).toEqual([
    "locked",
    "E_VAULT_LOCKED",
  ]);
});

it("somebody else who signs in during a start is who is here afterwards", async () => {
  const other = await new ScriptedBrowser(server).visit();
  await other.session.signUp({ name: "Bob", email: "bob@example.org", password, sharedComputer: true });
  const bob = server.people.get("bob@example.org")?.userId ?? "";
  await rotateIdentity(server);
  const { pass, reached, open } = gate();
  const run = server.run.bind(server);
  let asked = 0;
  vi.spyOn(server, "run").mockImplementation(async (call, effect) => {
    if (call === "account" && ++asked === 2) await pass();
    return run(call, effect);
  });
  const page = laptop.page();
  await page.session.start();
  await reached; // not as remembered: the start that followed asks the server
  laptop.signedIn = bob;
  const following = page.session.loginBelongsTo(bob);
  open();
  await following;
  await settle();
  expect(page.session.view).toMatchObject({ state: "needs-keys", email: "bob@example.org" });
});

it("a login that the server refuses leaves what is kept here behind the password", async () => {
  server.failures.push({ call: "current", code: "E_AUTH", when: "before" });
  const { session } = await laptop.settledVisit();
  expect(session.view.state).toBe("signed-out");
  expect(laptop.disk.size).toBe(1);
  const next = await laptop.settledVisit();
  expect(next.session.view).toMatchObject({ state: "locked", reason: "asked" });
  await next.session.unlock(password);
  expect(next.session.view.state).toBe("ready");
});

it("a login that was ended from another browser leaves nothing here, whatever there was to show", async () => {
  server.endedLogins = true;
  const { session } = await laptop.settledVisit();
  expect([session.view.state, laptop.disk.size]).toEqual(["signed-out", 0]);
});

it("a link for a new password is not lost to a login that is still being looked at", async () => {
  const page = laptop.page();
  const { pass, reached, open } = gate();
  const account = page.accounts.account.bind(page.accounts);
  page.accounts.account = async () => {
    page.accounts.account = account;
    await pass();
    throw new CodedError("E_AUTH");
  };
  await page.session.start();
  const { looked } = page.session.arrivals;
  await reached;
  await page.session.confirmLink(email, "recovery");
  open();
  await looked;
  await settle();
  expect(page.session.view).toMatchObject({ state: "locked", reason: "password-reset" });
  await page.session.setNewPassword(nextPassword);
});

it("a name that was changed while the account was being asked for stays as it was changed", async () => {
  const page = laptop.page();
  const { pass, reached, open } = gate();
  const account = page.accounts.account.bind(page.accounts);
  page.accounts.account = async () => {
    const answer = await account();
    await pass();
    return answer;
  };
  await page.session.start();
  await reached;
  await page.session.rename("Alice Liddell");
  open();
  await page.session.arrivals.looked;
  expect(page.session.view).toMatchObject({ me: { displayName: "Alice Liddell" } });
});
