/** Owns the engine: the calls of the contract, over one vault that is open or not. Runs in the worker; elsewhere without one. */
import { type Bytes, fromBase64, fromUtf8, toBase64, utf8, uuidToBytes } from "@/lib/base/bytes";
import { CodedError, codeOf } from "@/lib/base/errors";
import {
  type AccountDeps,
  checkPassword,
  makeAccount,
  makeReset,
  openAccount,
  openNewest,
  wrapForDevice,
} from "./account";
import { openBundle, openStore, sealStore } from "./account-keys";
import { type AccountStore, mergeStores, parseStore } from "./account-store";
import { authSecret } from "./auth-secret";
import type { Engine, LogRow } from "./engine-api";
import { Identities } from "./identities";
import { inviteFragment, inviteSecret, inviteToken, joinProof, parseFragment, provesJoin } from "./invite";
import { argon2id } from "./kdf";
import { Logs } from "./logs";
import { checkPassword as checkPasswordRule } from "./password";
import { changeMark } from "./message-marks";
import { random, sha256 } from "./primitives";
import { SearchIndex } from "./search-index";
import { encodeRecoveryCode } from "./recovery-code";
import { valuesOf, withValues } from "./registers";
import { openRows, sealRows } from "./row-cache";
import type { Vault } from "./vault";
import type { WorkerSetup } from "./worker-call";
import { sealPassphraseSlot, sealRecoverySlot } from "./wrap-slot";

interface Open {
  readonly vault: Vault;
  readonly identities: Identities;
  readonly logs: Logs;
  readonly search: SearchIndex;
}

/** A new engine with nothing open. Random source, key derivation and clock are arguments for tests. */
export function createEngine(setup: WorkerSetup, deps: AccountDeps = {}): Engine {
  let open: Open | null = null;
  /** Counts attempts to open and lockings: a key derivation takes seconds, and who has left meanwhile stays out. */
  let turn = 0;
  const kdf = deps.kdf ?? argon2id;

  const enter = (vault: Vault, mine: number) => {
    if (mine !== turn) {
      vault.wipe();
      throw new CodedError("E_VAULT_LOCKED", "overtaken");
    }
    open?.vault.wipe();
    const identities = new Identities(vault);
    const logs = new Logs(vault, identities, setup.modRoots, deps.now ?? Date.now);
    open = { vault, identities, logs, search: new SearchIndex(vault) };
  };
  /** What has been opened can be found. */
  const indexed = <T extends { readonly rows: readonly LogRow[] }>(conversation: string, opening: T): T => {
    opened().search.take(conversation, opening.rows);
    return opening;
  };
  const opened = (): Open => {
    if (!open) throw new CodedError("E_VAULT_LOCKED");
    return open;
  };
  const newSlot = (vault: Vault) => ({
    userId: vault.userBytes,
    slotId: random(16),
    amk: vault.amk,
    amkGeneration: vault.amkGeneration,
  });
  let saving: AccountStore | null = null;

  return {
    authSecret: (email, password) => authSecret(email, password, kdf),
    async demandStrong(password) {
      if (!checkPasswordRule(password).ok) throw new CodedError("E_WEAK_PASSWORD");
    },
    async createAccount(input) {
      const mine = ++turn;
      const { account, vault } = await makeAccount(input, deps);
      enter(vault, mine);
      return account;
    },
    async startOver(served, password, knownGeneration) {
      const mine = ++turn;
      const { account, vault } = await makeReset(served, password, knownGeneration, deps);
      enter(vault, mine);
      return account;
    },
    async unlock(account, by, knownGeneration) {
      const mine = ++turn;
      const { vault, staleSlots } = await openAccount(account, by, knownGeneration, deps);
      enter(vault, mine);
      const restored = vault.restoredFrom;
      return { generation: vault.statement.generation, staleSlots, settings: vault.store.settings, restored };
    },
    checkPassword: (account, password) => checkPassword(account, password, kdf),
    async lock() {
      turn++;
      open?.vault.wipe();
      open = null;
      saving = null;
    },
    wrapForDevice: async (key) => wrapForDevice(opened().vault, key),
    async passwordSlot(password) {
      return toBase64(await sealPassphraseSlot({ ...newSlot(opened().vault), password, kdf }));
    },
    async recoverySlot() {
      const code = random(16);
      return { slot: toBase64(sealRecoverySlot({ ...newSlot(opened().vault), code })), code: encodeRecoveryCode(code) };
    },

    async storeToSave() {
      const { vault, logs } = opened();
      logs.checkpoint();
      if (!vault.storeChanged) return null;
      saving = vault.store;
      const place = { userId: vault.userBytes, version: vault.storeVersion + 1 };
      const body = toBase64(sealStore(vault.keys.store, place, JSON.stringify(saving)));
      return { body, expectedVersion: vault.storeVersion };
    },
    async storeSaved(version) {
      if (saving) opened().vault.storeSaved(version, saving);
    },
    async storeMerge(body, version, from = "server") {
      const { vault } = opened();
      const theirs = parseStore(openStore(vault.keys.store, { userId: vault.userBytes, version }, fromBase64(body)));
      const merged = mergeStores(vault.store, theirs);
      // Writing back what says no more than what was read would go to and fro between devices for ever.
      const ahead = from === "device" || JSON.stringify(merged) !== JSON.stringify(theirs);
      vault.takeStore(version, merged, ahead);
      return vault.store.settings;
    },
    async storeRestore(account) {
      const { vault } = opened();
      // Throws where the master key is another one by now: then the store is not spoiled, but not ours.
      openBundle(
        vault.keys.bundle,
        { userId: vault.userBytes, version: account.bundle.version },
        fromBase64(account.bundle.body),
      );
      let merged = vault.store;
      try {
        const stores = [account.store, ...(account.earlier ?? [])];
        const { store, from } = openNewest(vault.keys.store, vault.userBytes, stores);
        merged = mergeStores(vault.store, store);
        if (from !== account.store) vault.restored(from);
      } catch (thrown) {
        // What is open here is all that is left of it.
        if (codeOf(thrown) !== "E_SPOILED") throw thrown;
        vault.restored(account.store);
      }
      vault.takeStore(account.store.version, merged, true);
    },
    storeRestored: async () => opened().vault.restoredFrom !== null,
    async putSettings(settings) {
      opened().vault.updateStore((store) => ({ ...store, settings: { ...store.settings, ...settings } }));
    },
    storeVersion: async () => opened().vault.storeVersion,
    registers: async () => valuesOf(opened().vault.store.registers),
    async putRegisters(changes) {
      const { vault } = opened();
      const registers = withValues(vault.store.registers, changes, (deps.now ?? Date.now)());
      if (registers) vault.updateStore((store) => ({ ...store, registers }));
    },
    marks: async () => opened().vault.store.marks,
    async putMark(conversation, hash, change) {
      const { vault } = opened();
      const place = { conversation, hash, at: (deps.now ?? Date.now)() };
      const marks = changeMark(vault.store.marks, place, change);
      vault.updateStore((store) => ({ ...store, marks }));
      return marks;
    },

    async learn(people) {
      const { identities, logs } = opened();
      logs.noteAsked(people.map((person) => person.user_id));
      return people.map((person) => ({ userId: person.user_id, trust: identities.learn(person) }));
    },
    trust: async (userIds) => Object.fromEntries(userIds.map((userId) => [userId, opened().identities.trust(userId)])),
    acceptReset: async (userId) => opened().identities.acceptReset(userId),
    setVerified: async (userId, verified) => opened().identities.setVerified(userId, verified),
    safety: async (userId) => opened().identities.safety(userId),

    sealedBefore: async (conversation) => opened().logs.knows(conversation),
    load: async (conversation, snapshot, context) => opened().logs.load(conversation, snapshot, context),
    snapshot: async (conversation) => opened().logs.snapshot(conversation),
    start: async (input) => indexed(input.conversation, opened().logs.start(input)),
    genuine: async (conversation, event) => opened().logs.genuine(conversation, event),
    async apply(conversation, events, transcripts) {
      await opened().logs.prove(conversation, events);
      return indexed(conversation, opened().logs.apply(conversation, events, transcripts));
    },
    page: async (conversation, events, anchor) =>
      indexed(conversation, opened().logs.page(conversation, events, anchor)),
    verifyHistory: async (conversation, hashes) => opened().logs.verifyHistory(conversation, hashes),
    openRows: async (conversation, sealed) =>
      indexed(conversation, { rows: openRows(opened().vault, conversation, sealed) }).rows,
    sealRows: async (conversation, rows) => sealRows(opened().vault, conversation, rows),
    genesis: async (input) => opened().logs.genesis(input),
    commit: async (conversation, reason) => opened().logs.commit(conversation, reason),
    change: async (conversation, wish) => opened().logs.change(conversation, wish),
    async invite(place) {
      const { vault } = opened();
      const secret = inviteSecret(vault.amk, place);
      const tokenHash = toBase64(sha256(inviteToken(secret)));
      return { fragment: inviteFragment(secret, vault.statement.hash), tokenHash };
    },
    inviteToken: async (fragment) => toBase64(inviteToken(parseFragment(fragment).secret)),
    async joinProof(place, fragment, maker) {
      const { vault, identities } = opened();
      const { secret, stmtHash } = parseFragment(fragment);
      // First contact: the link says who made it, whatever the server says.
      if (!identities.find(maker, stmtHash)) throw new CodedError("E_KEYCHANGE", "maker of the link");
      return toBase64(joinProof(secret, place, { userId: vault.userBytes, stmtHash: vault.statement.hash }));
    },
    async provesJoin(place, userId, proof) {
      const { vault, identities, logs } = opened();
      const joiner = { userId: uuidToBytes(userId), stmtHash: identities.latest(userId).hash };
      return !logs.hasHeld(place.conversation, userId) && provesJoin(vault.amk, place, joiner, fromBase64(proof));
    },
    seal: async (conversation, msgId, body) => opened().logs.seal(conversation, msgId, body),
    sealLater: async (conversation, msgId, body) => opened().logs.sealLater(conversation, msgId, body),
    openLater: async (conversation, envelope) => opened().logs.openLater(conversation, envelope),
    unseal: async (conversation, msgId) => opened().logs.unseal(conversation, msgId),
    pointer: async (conversation, kind, seq) => opened().logs.pointer(conversation, kind, seq),
    async pointers(conversation, pointers) {
      await opened().logs.prove(conversation, [], pointers);
      return opened().logs.pointers(conversation, pointers);
    },

    searchLoad: async (shards) => opened().search.load(shards),
    searchShards: async () => opened().search.changedShards(),
    searchHole: async (conversation, last) => opened().search.hole(conversation, last),
    search: async (query) => opened().search.find(query),
    searchForget: async (conversation, before) => opened().search.forget(conversation, before),
    searchDrop: async (conversation) => opened().search.drop(conversation),

    sealText: async (record, text) => opened().vault.sealRecord(`text/${record}`, utf8(text)),
    openText: async (record, sealed) => openText(opened().vault, record, sealed),
    async openTexts(texts) {
      const { vault } = opened();
      return texts.map(({ record, sealed }) => {
        try {
          return openText(vault, record, sealed);
        } catch {
          return null;
        }
      });
    },
  };
}

const openText = (vault: Vault, record: string, sealed: Bytes) => fromUtf8(vault.openRecord(`text/${record}`, sealed));
