import { beforeEach, describe, expect, it } from "vitest";
import { toBase64 } from "@/lib/base/bytes";
import { random } from "@/lib/crypto/primitives";
import type { WireAccount } from "@/lib/protocol/wire";
import { ScriptedAccounts } from "./scripted-accounts.fixture";
import { email, ScriptedBrowser, signIn, signUp } from "./scripted.fixture";
import { earlierStores, saveSettings } from "./settings";

let server: ScriptedAccounts;
let laptop: ScriptedBrowser;

const me = () => server.people.get(email)?.userId ?? null;
const served = (): WireAccount => server.accountOf(me());
/** Whoever holds a stolen session writes what nobody can open. */
function spoil(times = 1): void {
  for (let round = 0; round < times; round++) {
    const { store } = served();
    server.replaced.unshift(store);
    server.change(me(), () => ({ store: { version: store.version + 1, body: toBase64(random(300)) } }));
  }
}

beforeEach(async () => {
  server = new ScriptedAccounts();
  laptop = new ScriptedBrowser(server);
  const page = await signUp(laptop);
  await page.engine.putRegisters({ "draft x": "half a sentence" });
  await saveSettings(page.engine, page.accounts);
});

describe("a store that was written over by somebody without the key", () => {
  it("does not keep its owner out: a new device opens with the newest store that opens, and writes it forward", async () => {
    spoil(5);
    const phone = await signIn(new ScriptedBrowser(server));
    expect(phone.session.view.state).toBe("ready");
    expect(await phone.engine.registers()).toMatchObject({ "draft x": "half a sentence" });
    expect(await phone.engine.storeRestored()).toBe(true);
    await saveSettings(phone.engine, phone.accounts);
    const tablet = await signIn(new ScriptedBrowser(server));
    expect(await tablet.engine.registers()).toMatchObject({ "draft x": "half a sentence" });
    expect(await tablet.engine.storeRestored()).toBe(false);
  });

  it("does not keep a remembered device out, which brings what it has and opens without a network afterwards", async () => {
    spoil();
    const page = await laptop.settledVisit();
    expect(page.session.view.state).toBe("ready");
    expect(await page.engine.storeRestored()).toBe(true);
    expect(await page.engine.registers()).toMatchObject({ "draft x": "half a sentence" });
    server.silent = true;
    const later = await laptop.visit();
    expect(later.session.view.state).toBe("ready");
    expect(await later.engine.registers()).toMatchObject({ "draft x": "half a sentence" });
  });

  it("is healed by a device that is in the middle of its work, which loses nothing of what it has not saved yet", async () => {
    const page = await signIn(new ScriptedBrowser(server));
    await page.engine.putRegisters({ "draft y": "not saved yet" });
    spoil(3);
    await saveSettings(page.engine, page.accounts);
    const tablet = await signIn(new ScriptedBrowser(server));
    expect(await tablet.engine.registers()).toMatchObject({
      "draft x": "half a sentence",
      "draft y": "not saved yet",
    });
    expect(await tablet.engine.storeRestored()).toBe(false);
  });

  it("opens nothing that is older than it says it is", async () => {
    spoil();
    server.replaced.splice(0, server.replaced.length, ...server.replaced.map((one) => ({ ...one, version: 9 })));
    server.change(me(), ({ store }) => ({ store: { ...store, version: 10 } }));
    await expect(signIn(new ScriptedBrowser(server))).rejects.toMatchObject({ code: "E_SPOILED" });
  });

  it("is told apart from a wrong password, and nothing is made up where no earlier one opens", async () => {
    spoil();
    server.replaced.length = 0;
    await expect(signIn(new ScriptedBrowser(server))).rejects.toMatchObject({ code: "E_SPOILED" });
    const { engine } = new ScriptedBrowser(server).page();
    const unlock = engine.unlock(served(), { kind: "password", password: "another one entirely" });
    await expect(unlock).rejects.toMatchObject({ code: "E_COMMIT" });
  });

  it("is not healed by keys that are no longer the account's", async () => {
    const page = await signIn(new ScriptedBrowser(server));
    const { bundle } = served();
    server.change(me(), () => ({ bundle: { ...bundle, body: toBase64(random(148)) } }));
    spoil();
    await page.engine.putRegisters({ "draft y": "mine" });
    const before = served().store;
    await expect(saveSettings(page.engine, page.accounts)).rejects.toMatchObject({ code: "E_COMMIT" });
    expect(served().store).toBe(before);
  });
});

it("asks for earlier stores page by page, until there are no more", async () => {
  const page = await laptop.visit();
  spoil(7);
  const found = await earlierStores(page.accounts, served().store.version);
  expect(found.map(({ version }) => version)).toEqual(server.replaced.map(({ version }) => version));
});
