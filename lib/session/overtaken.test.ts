import { beforeEach, expect, it, vi } from "vitest";
import { CodedError, codeOf } from "@/lib/base/errors";
import { gate, settle } from "./gate.fixture";
import { ScriptedAccounts } from "./scripted-accounts.fixture";
import {
  email,
  nextPassword,
  password,
  rotateIdentity,
  ScriptedBrowser,
  type ScriptedPage,
  signUp,
} from "./scripted.fixture";

let server: ScriptedAccounts;
let laptop: ScriptedBrowser;

beforeEach(async () => {
  server = new ScriptedAccounts();
  laptop = new ScriptedBrowser(server);
  const { session } = await signUp(laptop);
  await session.confirmRecovery();
});

const onDisk = async () => (await [...laptop.disk.values()][0]?.device()) ?? null;

/** The first answer to `account` is held up after it was given. */
function heldAccount({ accounts }: ScriptedPage) {
  const held = gate();
  const account = accounts.account.bind(accounts);
  accounts.account = async () => {
    accounts.account = account;
    const answer = await account();
    await held.pass();
    return answer;
  };
  return held;
}

it("a database that does not take the token sends nobody away whose login can be renewed", async () => {
  server.failures.push({ call: "account", code: "E_AUTH", when: "before" });
  const page = laptop.page();
  const states: string[] = [];
  page.session.changed.subscribe(() => states.push(page.session.view.state));
  await page.session.start();
  await page.session.arrivals.looked;
  expect([new Set(states), server.calls.includes("refresh")]).toEqual([new Set(["ready"]), true]);
});

it("a login that can no longer be renewed is over", async () => {
  server.failures.push({ call: "account", code: "E_AUTH", when: "before" });
  server.failures.push({ call: "refresh", code: "E_AUTH", when: "before" });
  const { session } = await laptop.settledVisit();
  expect([session.view.state, (await onDisk())?.wrapped.length]).toEqual(["signed-out", 0]);
});

it.each(["the first look", "a later question"])(
  "an answer about a login that was renewed in the meantime empties nothing: %s",
  async (which) => {
    const page = which === "the first look" ? laptop.page() : await laptop.settledVisit();
    const { pass, reached, open } = gate();
    const alive = page.accounts.alive.bind(page.accounts);
    page.accounts.alive = async () => {
      page.accounts.alive = alive;
      await pass();
      return false;
    };
    await page.session.start();
    const asked = which === "the first look" ? page.session.arrivals.looked : page.session.arrivals.leaveIfEnded();
    await reached;
    await page.session.changePassword(password, nextPassword);
    open();
    await asked;
    expect([page.session.view.state, laptop.disk.size]).toEqual(["ready", 1]);
  },
);

it("new keys are noticed although a name is changed while they are asked for", async () => {
  const page = laptop.page();
  const { reached, open } = heldAccount(page);
  await rotateIdentity(server);
  await page.session.start();
  const states: string[] = [];
  page.session.changed.subscribe(() => states.push(page.session.view.state));
  await reached;
  await page.session.rename("Alice Liddell");
  open();
  await page.session.arrivals.looked;
  expect(states).toContain("starting");
});

it("a name stays as it was changed, here and on the disk, also while the served account is being kept", async () => {
  const page = laptop.page();
  const { pass, reached, open } = gate();
  const wrap = page.engine.wrapForDevice.bind(page.engine);
  page.engine.wrapForDevice = async (key) => {
    page.engine.wrapForDevice = wrap;
    await pass();
    return wrap(key);
  };
  await page.session.start();
  await reached;
  await page.session.rename("Alice Liddell");
  open();
  await page.session.arrivals.looked;
  expect(page.session.view).toMatchObject({ me: { displayName: "Alice Liddell" } });
  expect(JSON.parse((await onDisk())?.account ?? "")).toMatchObject({ display_name: "Alice Liddell" });
});

it("a disk that is full lets go of the key that it cannot write over", async () => {
  const { session } = await laptop.settledVisit();
  vi.spyOn(session.store, "putDevice").mockRejectedValueOnce(new CodedError("E_STORAGE"));
  await session.signedOutElsewhere();
  expect((await laptop.settledVisit()).session.view.state).toBe("locked");
});

it("whose login is refused, their keys are closed before their disk is: nothing is written down in between", async () => {
  const { session, engine } = await laptop.settledVisit();
  const order: string[] = [];
  const lock = engine.lock.bind(engine);
  engine.lock = () => lock().then(() => void order.push("keys"));
  const put = session.store.putDevice.bind(session.store);
  vi.spyOn(session.store, "putDevice").mockImplementation((device) => (order.push("disk"), put(device)));
  await session.signedOutElsewhere();
  expect([order[0], order.includes("disk")]).toEqual(["keys", true]);
});

it("who is signed out elsewhere while their keys are being opened leaves nothing on the disk that was emptied", async () => {
  (await laptop.settledVisit()).session.lock();
  await settle();
  const page = await laptop.settledVisit();
  const { pass, reached, open } = gate();
  const unlock = page.engine.unlock.bind(page.engine);
  page.engine.unlock = async (...how) => {
    const unlocked = await unlock(...how);
    await pass();
    return unlocked;
  };
  const unlocking = page.session.unlock(password).catch(codeOf);
  await reached;
  laptop.disk.clear();
  await page.session.signedOutElsewhere();
  open();
  expect(await unlocking).toBe("E_AUTH");
  expect([page.session.view.state, laptop.disk.size]).toEqual(["signed-out", 0]);
});

const overtakes = {
  "a link": ({ session }: ScriptedPage) => session.confirmLink(email, "email_change"),
  "a sign-in": ({ session }: ScriptedPage) => session.signIn({ email, password, sharedComputer: false }),
};

it.each(Object.entries(overtakes))("%s may overtake a start at any moment, and leads in", async (_, overtake) => {
  for (let steps = 0; steps < 100; steps += 3) {
    const page = laptop.page();
    const starting = page.session.start();
    for (let step = 0; step < steps; step++) await Promise.resolve();
    await overtake(page);
    await starting;
    await page.session.arrivals.looked;
    expect([steps, page.session.view.state]).toEqual([steps, "ready"]);
    await page.engine.sealText("open", "indeed");
  }
});
