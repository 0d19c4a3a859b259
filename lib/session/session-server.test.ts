import { beforeEach, describe, expect, it } from "vitest";
import type { WireAccount } from "@/lib/protocol/wire";
import { ScriptedAccounts } from "./scripted-accounts.fixture";
import { email, nextPassword, password, rotateIdentity, ScriptedBrowser, signUp } from "./scripted.fixture";

let server: ScriptedAccounts;
let laptop: ScriptedBrowser;

const served = (): WireAccount => server.accountOf(server.people.get(email)?.userId ?? null);
const knownGeneration = async () => (await laptop.disk.get(served().user_id)?.device())?.generation;

beforeEach(async () => {
  server = new ScriptedAccounts();
  laptop = new ScriptedBrowser(server);
  await signUp(laptop);
});

describe("a server that lies to a remembered device", () => {
  it("S13: with an older identity, is refused and told of, by device key and by password", async () => {
    const before = served();
    await rotateIdentity(server);
    expect((await laptop.settledVisit()).session.view.state).toBe("ready");
    expect(await knownGeneration()).toBe(2);
    server.lie = () => before;
    const { session, engine } = await laptop.settledVisit();
    expect(session.view.state).toBe("locked");
    await expect(session.unlock(password)).rejects.toMatchObject({ code: "E_ROLLBACK" });
    await expect(engine.passwordSlot(password)).rejects.toMatchObject({ code: "E_VAULT_LOCKED" });
  });

  it("S13: with garbage first, does not make it forget which identity it has seen", async () => {
    const before = served();
    await rotateIdentity(server);
    await laptop.settledVisit();
    const { bundle } = served();
    server.lie = (account) => account && { ...account, bundle: { ...bundle, version: bundle.version + 1 } };
    expect((await laptop.settledVisit()).session.view.state).toBe("locked");
    server.lie = () => before;
    const { session } = await laptop.settledVisit();
    await expect(session.unlock(password)).rejects.toMatchObject({ code: "E_ROLLBACK" });
  });

  it("S13: with no account at all, is not believed: no second set of keys is made", async () => {
    server.lie = () => null;
    const { session } = await laptop.settledVisit();
    expect(session.view.state).toBe("locked");
    await expect(session.unlock(password)).rejects.toMatchObject({ code: "E_ROLLBACK" });
  });

  it("with more or fewer statements than there are, changes nothing about the generation this device knows", async () => {
    await rotateIdentity(server);
    const { session } = await laptop.settledVisit();
    server.lie = (account) => account && { ...account, statements: account.statements.slice(0, 1) };
    await session.changePassword(password, nextPassword);
    expect(await knownGeneration()).toBe(2);
    server.lie = (account) => account && { ...account, statements: Array.from({ length: 9 }, () => "") };
    await session.changePassword(nextPassword, password);
    expect(await knownGeneration()).toBe(2);
  });

  it("with an older store, takes nothing away: what this device remembers is brought back", async () => {
    const before = served();
    const first = await laptop.settledVisit();
    await first.session.confirmRecovery();
    expect((await laptop.settledVisit()).session.view).toMatchObject({ me: { recoveryConfirmed: true } });
    server.change(before.user_id, () => ({ store: before.store }));
    const { session, engine } = await laptop.settledVisit();
    expect(session.view).toMatchObject({ state: "ready", me: { recoveryConfirmed: true } });
    expect(await engine.storeToSave()).not.toBeNull();
  });
});
