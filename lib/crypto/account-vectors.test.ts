import { describe, expect, it } from "vitest";
import { fromHex, toHex } from "@/lib/base/bytes";
import { deriveAccountKeys, openBundle, openCache, openStore, sealBundle, sealCache, sealStore } from "./account-keys";
import { authSecret } from "./auth-secret";
import { createDeviceLink, openDeviceReply, readDeviceLink, sealDeviceReply } from "./device-link";
import { openFile, sealFile } from "./file-blob";
import { createStatement, parseStatement, verifyChain } from "./identity";
import { argon2id } from "./kdf";
import { generateIdentityKeys } from "./keys";
import { padme } from "./padme";
import { sha256 } from "./primitives";
import { decodeRecoveryCode, encodeRecoveryCode } from "./recovery-code";
import { safetyNumber } from "./safety-number";
import { vectorRandom } from "./vector-random";
import added from "./vectors/accounts.json";
import vectors from "./vectors/vectors.json";
import { openPassphraseSlot, openRecoverySlot, sealPassphraseSlot, sealRecoverySlot } from "./wrap-slot";

const { names, identity } = vectors;
const alice = generateIdentityKeys(vectorRandom(0));
const bob = generateIdentityKeys(vectorRandom(2));
const file = vectors.file_detail;

describe("the published vectors of accounts", () => {
  it("KA-2: identity statements and their hashes", () => {
    const time = 1_760_000_000_000;
    const bytes = createStatement({ userId: fromHex(names.alice), generation: 1, flags: 0, ...alice, time });
    expect(toHex(bytes)).toBe(identity.alice_stmt);
    expect(toHex(parseStatement(bytes).hash)).toBe(identity.alice_stmt_hash);
    const second = createStatement({ userId: fromHex(names.bob), generation: 1, flags: 0, ...bob, time });
    expect(toHex(second)).toBe(vectors.bob_identity.stmt);
    expect(toHex(parseStatement(second).hash)).toBe(identity.bob_stmt_hash);
  });

  it("KA-11: Padmé table", () => {
    for (const [length = 0, padded] of vectors.padme) expect(padme(length)).toBe(padded);
  });

  it("KA-12: recovery code", () => {
    expect(encodeRecoveryCode(fromHex(vectors.recovery.bytes))).toBe(vectors.recovery.code);
    expect(toHex(decodeRecoveryCode(vectors.recovery.code))).toBe(vectors.recovery.bytes);
  });

  it("KA-13: the passphrase slot and its key", async () => {
    const { pass, amk, slot } = vectors.wrap;
    const { salt, kek, slot_id, amk_gen } = vectors.wrap_detail;
    const keys: string[] = [];
    const sealed = await sealPassphraseSlot({
      userId: fromHex(names.alice),
      slotId: fromHex(slot_id),
      amk: fromHex(amk),
      amkGeneration: amk_gen,
      password: pass,
      source: vectorRandom(10),
      kdf: async (secret, saltOfSlot, cost) => {
        const key = await argon2id(secret, saltOfSlot, cost);
        keys.push(toHex(saltOfSlot), toHex(key));
        return key;
      },
    });
    expect(toHex(sealed)).toBe(slot);
    expect(keys).toEqual([salt, kek]);
    const opened = await openPassphraseSlot(fromHex(slot), fromHex(names.alice), pass);
    expect(opened).toEqual({ amk: fromHex(amk), amkGeneration: amk_gen, slotId: fromHex(slot_id) });
  });

  it("KA-14: safety number, the same from both sides", () => {
    const a = { userId: fromHex(names.alice), edPk: fromHex(identity.alice_ed_pk), xPk: fromHex(identity.alice_x_pk) };
    const b = { userId: fromHex(names.bob), edPk: fromHex(identity.bob_ed_pk), xPk: fromHex(identity.bob_x_pk) };
    expect(safetyNumber(a, b).number).toBe(vectors.safety);
    expect(safetyNumber(b, a)).toEqual(safetyNumber(a, b));
  });

  it("KA-15: file blob", () => {
    const plaintext = new TextEncoder().encode("attachment body".repeat(200));
    const conversation = fromHex(file.conv);
    const id = fromHex(file.blob_id);
    const { blob, entry } = sealFile({ conversation, id, plaintext, chunkLog2: 10, source: vectorRandom(12) });
    expect(toHex(blob.subarray(0, 64))).toBe(file.header);
    expect(blob.length).toBe(vectors.file.blob_len);
    expect(toHex(sha256(blob))).toBe(vectors.file.ct_sha256);
    expect(toHex(entry.secret)).toBe(vectors.file.secret);
    expect(toHex(entry.ciphertextHash)).toBe(vectors.file.ct_sha256);
    expect(toHex(entry.plaintextHash)).toBe(vectors.file.pt_sha256);
    expect(entry.paddedSize).toBe(file.padded_len);
    expect(openFile(blob, conversation, entry)).toEqual(plaintext);
  });

  it("KA-16 and KA-17: rotation by both keys, reset by the new key alone", () => {
    const rotation = vectors.identity_rotation;
    const rotated = createStatement({
      userId: fromHex(names.alice),
      generation: rotation.gen,
      flags: 1,
      previous: { hash: fromHex(identity.alice_stmt_hash), edSeed: alice.edSeed },
      ...generateIdentityKeys(vectorRandom(14)),
      time: rotation.time,
    });
    expect(toHex(rotated)).toBe(rotation.stmt);
    const reset = vectors.identity_reset;
    const replaced = createStatement({
      userId: fromHex(names.bob),
      generation: reset.gen,
      flags: 2,
      previous: { hash: fromHex(identity.bob_stmt_hash) },
      ...generateIdentityKeys(vectorRandom(16)),
      time: reset.time,
    });
    expect(toHex(replaced)).toBe(reset.stmt);
    const hashes = [
      ...verifyChain([fromHex(identity.alice_stmt), rotated]),
      ...verifyChain([fromHex(vectors.bob_identity.stmt), replaced]),
    ].map(({ hash }) => toHex(hash));
    expect(hashes).toEqual([identity.alice_stmt_hash, rotation.stmt_hash, identity.bob_stmt_hash, reset.stmt_hash]);
  });

  it("KA-24: login secret", async () => {
    const { email, password, salt, argon2id: key, auth_secret } = vectors.auth;
    expect(await authSecret(email, password)).toBe(auth_secret);
    const seen: string[] = [];
    await authSecret(` ${email.toUpperCase()}\n`, password, async (_secret, saltOfLogin, cost) => {
      expect(cost).toEqual({ mKib: 65_536, t: 3, p: 1 });
      seen.push(toHex(saltOfLogin));
      return fromHex(key);
    });
    expect(seen).toEqual([salt]);
  });

  it("KA-25: sub-keys of the account master key", () => {
    const { amk, ...expected } = vectors.amk_subkeys;
    const keys = deriveAccountKeys(fromHex(amk));
    expect(Object.fromEntries(Object.entries(keys).map(([name, key]) => [name, toHex(key)]))).toEqual(expected);
  });
});

describe("the vectors added for accounts, computed apart by a second implementation", () => {
  const amk = fromHex(vectors.amk_subkeys.amk);
  const keys = deriveAccountKeys(amk);
  const place = { userId: fromHex(added.place.user), version: added.place.version };

  it("bundle", () => {
    const entries = [
      { generation: 1, ...alice },
      { generation: 2, ...generateIdentityKeys(vectorRandom(14)) },
    ];
    expect(toHex(sealBundle(keys.bundle, place, entries, vectorRandom(33)))).toBe(added.bundle.out);
    expect(openBundle(keys.bundle, place, fromHex(added.bundle.out))).toEqual(entries);
  });
  it("store and cache", () => {
    const { json, out } = added.store;
    expect(toHex(sealStore(keys.store, place, json, vectorRandom(34)))).toBe(out);
    expect(openStore(keys.store, place, fromHex(out))).toBe(json);
    const { record, plain, out: sealed } = added.cache;
    const row = sealCache(keys.cache, place.userId, record, fromHex(plain), vectorRandom(35));
    expect(toHex(row)).toBe(sealed);
    expect(toHex(openCache(keys.cache, place.userId, record, row))).toBe(plain);
  });
  it("device link and its reply", () => {
    const { link_id, secret, text, stmt_hash, reply } = added.device_link;
    const made = createDeviceLink(vectorRandom(36));
    expect(made.text).toBe(text);
    expect(toHex(made.link.linkId)).toBe(link_id);
    expect(toHex(made.secret)).toBe(secret);
    const context = { linkId: fromHex(link_id), userId: place.userId, statementHash: fromHex(stmt_hash) };
    const { ephemeralPk } = readDeviceLink(text);
    expect(toHex(sealDeviceReply(ephemeralPk, context, amk, vectorRandom(38)))).toBe(reply);
    expect(openDeviceReply(fromHex(secret), context, fromHex(reply))).toEqual(amk);
  });
  it("recovery slot", () => {
    const { code, slot } = added.recovery_slot;
    const ids = { userId: place.userId, slotId: fromHex(names.slot) };
    const made = sealRecoverySlot({ ...ids, amk, amkGeneration: 1, code: fromHex(code), source: vectorRandom(39) });
    expect(toHex(made)).toBe(slot);
    expect(openRecoverySlot(made, place.userId, fromHex(code)).amk).toEqual(amk);
  });
});
