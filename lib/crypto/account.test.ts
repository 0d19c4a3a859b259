import { describe, expect, it } from "vitest";
import { bytesToUuid, fromBase64, toBase64 } from "@/lib/base/bytes";
import type { WireAccount } from "@/lib/protocol/wire";
import { makeAccount, openAccount, wrapForDevice } from "./account";
import type { NewAccount } from "./engine-api";
import type { Kdf } from "./kdf";
import { hkdfExtract, random, sha256 } from "./primitives";
import { parseSlot } from "./wrap-slot";

/** The real derivation has its own tests; here it only has to differ for different passwords. */
const kdf: Kdf = async (secret, salt) => hkdfExtract(salt, sha256(secret));
const deps = { kdf };
const password = "correct horse battery staple";
const userId = bytesToUuid(random(16));

const served = (account: NewAccount, id = userId): WireAccount => ({
  user_id: id,
  handle: "alice",
  display_name: "Alice",
  statements: [account.statement],
  slots: account.slots.map((body) => {
    const slot = parseSlot(fromBase64(body));
    return { slot_id: bytesToUuid(slot.slotId), kind: slot.kind, body };
  }),
  bundle: { version: 1, body: account.bundle },
  store: { version: 1, body: account.store },
});

describe("account", () => {
  it("opens with the password, with the recovery code and with the device key, to the same master key", async () => {
    const { account, vault } = await makeAccount({ userId, password }, deps);
    const algorithm = { name: "AES-GCM", length: 256 };
    const key = (await crypto.subtle.generateKey(algorithm, false, ["encrypt", "decrypt"])) as CryptoKey;
    const wrapped = await wrapForDevice(vault, key);
    const ways = [
      { kind: "password", password },
      { kind: "recovery", code: account.recoveryCode.toLowerCase().replaceAll("-", " ") },
      { kind: "device", key, wrapped },
    ] as const;
    for (const by of ways) {
      const { vault: opened, staleSlots } = await openAccount(served(account), by, 1, deps);
      expect(toBase64(opened.amk)).toBe(toBase64(vault.amk));
      expect(staleSlots).toEqual([]);
    }
  });

  it("refuses a wrong password with E_COMMIT and a wrong code with E_RECOVERY", async () => {
    const { account } = await makeAccount({ userId, password }, deps);
    const open = (by: Parameters<typeof openAccount>[1]) => openAccount(served(account), by, 0, deps);
    await expect(open({ kind: "password", password: `${password}!` })).rejects.toMatchObject({ code: "E_COMMIT" });
    await expect(open({ kind: "recovery", code: account.recoveryCode.slice(1) })).rejects.toMatchObject({
      code: "E_RECOVERY",
    });
  });

  it("S14: refuses another person's slots and bundle", async () => {
    const alice = await makeAccount({ userId, password }, deps);
    const malloryId = bytesToUuid(random(16));
    const mallory = await makeAccount({ userId: malloryId, password }, deps);
    const by = { kind: "password", password } as const;
    const slots = { ...served(alice.account), slots: served(mallory.account, malloryId).slots };
    await expect(openAccount(slots, by, 0, deps)).rejects.toMatchObject({ code: "E_USER" });
    const bundle = { ...served(alice.account), bundle: { version: 1, body: mallory.account.bundle } };
    await expect(openAccount(bundle, by, 0, deps)).rejects.toMatchObject({ code: "E_COMMIT" });
    const statements = { ...served(alice.account), statements: [mallory.account.statement] };
    await expect(openAccount(statements, by, 0, deps)).rejects.toMatchObject({ code: "E_USER" });
  });

  it("S13: refuses an account older than this device has seen", async () => {
    const { account } = await makeAccount({ userId, password }, deps);
    await expect(openAccount(served(account), { kind: "password", password }, 2, deps)).rejects.toMatchObject({
      code: "E_ROLLBACK",
    });
  });

  it("names the passphrase slots that an interrupted password change left behind", async () => {
    const first = await makeAccount({ userId, password: "the old password" }, deps);
    const { sealPassphraseSlot } = await import("./wrap-slot");
    const slotId = random(16);
    const fields = { userId: first.vault.userBytes, slotId, amk: first.vault.amk, amkGeneration: 1, password, kdf };
    const body = toBase64(await sealPassphraseSlot(fields));
    const account = served(first.account);
    const both = { ...account, slots: [...account.slots, { slot_id: bytesToUuid(slotId), kind: 1, body }] };
    const { staleSlots } = await openAccount(both, { kind: "password", password }, 0, deps);
    expect(staleSlots).toEqual([account.slots[0]?.slot_id]);
  });

  it("a device key made for one person does not open another person's account", async () => {
    const { account, vault } = await makeAccount({ userId, password }, deps);
    const algorithm = { name: "AES-GCM", length: 256 };
    const key = (await crypto.subtle.generateKey(algorithm, false, ["encrypt", "decrypt"])) as CryptoKey;
    const wrapped = await wrapForDevice(vault, key);
    const otherId = bytesToUuid(random(16));
    const other = { ...served(account), user_id: otherId };
    await expect(openAccount(other, { kind: "device", key, wrapped }, 0, deps)).rejects.toMatchObject({
      code: "E_COMMIT",
    });
  });
});
