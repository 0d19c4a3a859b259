/** Owns the making and opening of an account: from a password, code or device key to a vault. */
import { bytesToUuid, fromBase64, toBase64, uuidToBytes } from "@/lib/base/bytes";
import { CodedError, codeOf } from "@/lib/base/errors";
import type { WireAccount, WireStore } from "@/lib/protocol/wire";
import { checkBundle, deriveAccountKeys, openBundle, openStore, sealBundle, sealStore } from "./account-keys";
import { type AccountStore, emptyStore, parseStore } from "./account-store";
import type { NewAccount, UnlockWith } from "./engine-api";
import { chainClaims, createStatement, parseStatement, type Statement, verifyChain } from "./identity";
import type { Kdf } from "./kdf";
import { generateIdentityKeys } from "./keys";
import { proveAhead } from "./native-verify";
import { type Random, random } from "./primitives";
import { decodeRecoveryCode, encodeRecoveryCode } from "./recovery-code";
import { Vault } from "./vault";
import {
  openPassphraseSlot,
  openRecoverySlot,
  type OpenedSlot,
  parseSlot,
  sealPassphraseSlot,
  sealRecoverySlot,
} from "./wrap-slot";

export interface AccountDeps {
  readonly source?: Random;
  readonly kdf?: Kdf;
  readonly now?: () => number;
}

/** Where a new set of keys stands in the life of an account. */
interface Beginning {
  readonly generation: number;
  /** The statement before; left out in the first. */
  readonly previous?: Statement;
  /** All statements before, verified. */
  readonly statements: readonly Statement[];
  readonly amkGeneration: number;
  /** Versions of bundle and store, as the server will count them. */
  readonly bundleVersion: number;
  readonly storeVersion: number;
}

/** Makes keys, statement, slots, bundle and store of a new account, and its open vault. */
export function makeAccount(
  input: { userId: string; password: string },
  deps: AccountDeps = {},
): Promise<{ account: NewAccount; vault: Vault }> {
  const versions = { bundleVersion: 1, storeVersion: 1 };
  return begin(input, { generation: 1, statements: [], amkGeneration: 1, ...versions }, deps);
}

/**
 * Makes everything of an account anew after password, code and devices were lost (protocol section "Rotation and reset of
 * the identity"): the statement says that it is a reset, the master key is a new one, the store is empty.
 * @throws E_CHAIN, E_SIG, E_USER a chain that is not this user's, E_ROLLBACK
 */
export function makeReset(
  account: WireAccount,
  password: string,
  knownGeneration = 0,
  deps: AccountDeps = {},
): Promise<{ account: NewAccount; vault: Vault }> {
  const statements = servedStatements(account, knownGeneration);
  const previous = statements.at(-1);
  if (!previous) throw new CodedError("E_CHAIN", "no statement");
  const beginning = {
    generation: previous.generation + 1,
    previous,
    statements,
    amkGeneration: newestAmk(account) + 1,
    bundleVersion: account.bundle.version + 1,
    storeVersion: account.store.version + 1,
  };
  return begin({ userId: account.user_id, password }, beginning, deps);
}

async function begin(
  input: { userId: string; password: string },
  { generation, previous, statements, amkGeneration, bundleVersion, storeVersion }: Beginning,
  deps: AccountDeps,
): Promise<{ account: NewAccount; vault: Vault }> {
  const source = deps.source ?? random;
  const userId = uuidToBytes(input.userId);
  const amk = source(32);
  const keys = generateIdentityKeys(source);
  const time = (deps.now ?? Date.now)();
  const flags = previous ? 2 : 0;
  const follows = previous ? { previous: { hash: previous.hash } } : {};
  const statement = createStatement({ userId, generation, flags, ...follows, ...keys, time });
  const code = source(16);
  const slot = { userId, amk, amkGeneration, source };
  const kdf = deps.kdf ? { kdf: deps.kdf } : {};
  const slots = [
    await sealPassphraseSlot({ ...slot, slotId: source(16), password: input.password, ...kdf }),
    sealRecoverySlot({ ...slot, slotId: source(16), code }),
  ];
  const subKeys = deriveAccountKeys(amk);
  const entries = [{ generation, ...keys }];
  const vault = new Vault({
    userId: input.userId,
    amk,
    amkGeneration,
    entries,
    statements: [...statements, ...verifyChain([statement], previous)],
    store: emptyStore(),
    storeVersion,
  });
  vault.pinOwn();
  const storePlace = { userId, version: storeVersion };
  const account: NewAccount = {
    statement: toBase64(statement),
    slots: slots.map((bytes) => toBase64(bytes)),
    bundle: toBase64(sealBundle(subKeys.bundle, { userId, version: bundleVersion }, entries, source)),
    store: toBase64(sealStore(subKeys.store, storePlace, JSON.stringify(vault.store), source)),
    recoveryCode: encodeRecoveryCode(code),
  };
  vault.storeSaved(storeVersion, vault.store);
  return { account, vault };
}

/** Lets the platform check the signatures of the chain. What is wrong with it is for the check to say. */
async function proveChain({ statements }: WireAccount): Promise<void> {
  try {
    await proveAhead(chainClaims(statements.map((text) => parseStatement(fromBase64(text)))));
  } catch (thrown) {
    if (codeOf(thrown) === "E_UNEXPECTED") throw thrown;
  }
}

/** The served chain, verified and this user's, not older than what is known here. */
function servedStatements(account: WireAccount, knownGeneration: number): Statement[] {
  const statements = verifyChain(account.statements.map((text) => fromBase64(text)));
  const latest = statements.at(-1);
  if (!latest || bytesToUuid(latest.userId) !== account.user_id) throw new CodedError("E_USER");
  if (latest.generation < knownGeneration) throw new CodedError("E_ROLLBACK", "identity");
  return statements;
}

/** Generation of the master key that the slots wrap. */
function newestAmk({ slots }: WireAccount): number {
  return slots.map(({ body }) => parseSlot(fromBase64(body)).amkGeneration).reduce((a, b) => Math.max(a, b), 1);
}

/**
 * Opens an account as the server served it. The bundle must match the newest statement of the verified chain.
 * @returns the vault, and the passphrase slots the password does not open
 * @throws E_COMMIT (wrong password or device key), E_RECOVERY, E_USER, E_KDF_PARAMS, E_KEY, E_CHAIN, E_SIG, E_ROLLBACK,
 * E_SPOILED neither the served store nor an earlier one opens
 */
export async function openAccount(
  account: WireAccount,
  by: UnlockWith,
  knownGeneration = 0,
  deps: AccountDeps = {},
): Promise<{ vault: Vault; staleSlots: string[] }> {
  const userId = uuidToBytes(account.user_id);
  const proving = proveChain(account);
  const { opened, staleSlots } = await openSlot(account, userId, by, deps.kdf);
  await proving;
  const keys = deriveAccountKeys(opened.amk);
  const statements = servedStatements(account, knownGeneration);
  const entries = openBundle(keys.bundle, { userId, version: account.bundle.version }, fromBase64(account.bundle.body));
  checkBundle(entries, statements.at(-1));
  const { store, from } = openNewest(keys.store, userId, [account.store, ...(account.earlier ?? [])]);
  const { amk, amkGeneration } = opened;
  const vault = new Vault({
    userId: account.user_id,
    amk,
    amkGeneration,
    entries,
    statements,
    store,
    storeVersion: account.store.version,
  });
  if (from !== account.store) vault.restored(from);
  vault.pinOwn();
  return { vault, staleSlots };
}

/**
 * The first of these stores that opens. The bundle has been opened under the same master key: one that does not open was
 * written by somebody who has no key. @throws E_SPOILED none opens
 */
export function openNewest(
  key: Uint8Array,
  userId: Uint8Array,
  stores: readonly WireStore[],
): { store: AccountStore; from: WireStore } {
  for (const from of stores) {
    try {
      const place = { userId, version: from.version };
      return { store: parseStore(openStore(key, place, fromBase64(from.body))), from };
    } catch (thrown) {
      if (codeOf(thrown) === "E_UNEXPECTED") throw thrown;
    }
  }
  throw new CodedError("E_SPOILED");
}

async function openSlot(account: WireAccount, userId: Uint8Array, by: UnlockWith, kdf: Kdf | undefined) {
  if (by.kind === "device") return { opened: await openWithDevice(account, userId, by), staleSlots: [] };
  const slots = account.slots.filter(
    ({ body }) => parseSlot(fromBase64(body)).kind === (by.kind === "password" ? 1 : 2),
  );
  const code = by.kind === "recovery" ? decodeRecoveryCode(by.code) : null;
  let opened: OpenedSlot | null = null;
  const others: string[] = [];
  for (const { body, slot_id } of slots) {
    if (opened) {
      others.push(slot_id);
      continue;
    }
    try {
      const bytes = fromBase64(body);
      opened = code
        ? openRecoverySlot(bytes, userId, code)
        : await openPassphraseSlot(bytes, userId, by.kind === "password" ? by.password : "", kdf);
    } catch (thrown) {
      if (codeOf(thrown) !== "E_COMMIT") throw thrown;
      others.push(slot_id);
    }
  }
  if (!opened) throw new CodedError("E_COMMIT", by.kind);
  return { opened, staleSlots: by.kind === "password" ? others : [] };
}

/** iv(12) || AES-256-GCM under this device's key, with the user id as additional data. */
async function openWithDevice(
  account: WireAccount,
  userId: Uint8Array,
  by: UnlockWith & { kind: "device" },
): Promise<OpenedSlot> {
  try {
    const iv = by.wrapped.slice(0, 12);
    const plain = await crypto.subtle.decrypt(
      { name: "AES-GCM", iv, additionalData: userId.slice() },
      by.key,
      by.wrapped.slice(12),
    );
    return { amk: new Uint8Array(plain), amkGeneration: newestAmk(account), slotId: new Uint8Array(16) };
  } catch {
    throw new CodedError("E_COMMIT", "device");
  }
}

/** Seals the account master key for this device; see `openWithDevice`. */
export async function wrapForDevice(vault: Vault, key: CryptoKey, source: Random = random) {
  const iv = source(12);
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: vault.userBytes }, key, vault.amk);
  const out = new Uint8Array(12 + sealed.byteLength);
  out.set(iv);
  out.set(new Uint8Array(sealed), 12);
  return out;
}

/** Tries a password on the account's passphrase slots. @throws E_COMMIT if it opens none; E_USER, E_KDF_PARAMS, E_FORMAT */
export async function checkPassword(account: WireAccount, password: string, kdf?: Kdf): Promise<void> {
  await openSlot(account, uuidToBytes(account.user_id), { kind: "password", password }, kdf);
}
