/** Owns the browsers of session tests, which outlive their pages. */
import { bytesToUuid, fromBase64, toBase64 } from "@/lib/base/bytes";
import type { Clock } from "@/lib/base/clock";
import { CodedError } from "@/lib/base/errors";
import { openAccount } from "@/lib/crypto/account";
import { sealBundle } from "@/lib/crypto/account-keys";
import { createEngine } from "@/lib/crypto/engine";
import type { Engine } from "@/lib/crypto/engine-api";
import { createStatement } from "@/lib/crypto/identity";
import type { Kdf } from "@/lib/crypto/kdf";
import { generateIdentityKeys } from "@/lib/crypto/keys";
import { hkdfExtract, random, sha256 } from "@/lib/crypto/primitives";
import { parseSlot } from "@/lib/crypto/wrap-slot";
import { MemoryStore } from "@/lib/storage/memory-store";
import type { AccountApi } from "./account-api";
import type { Login, SignedIn } from "./login";
import type { Person, ScriptedAccounts } from "./scripted-accounts.fixture";
import { Session } from "./session";

const quickKdf: Kdf = async (secret, salt) => hkdfExtract(salt, sha256(secret));
const modRoots = ["11".repeat(32)];

/** Real time, a hundred times as fast. */
const quickClock: Clock = {
  now: () => Date.now(),
  after: (ms, work) => {
    const timer = setTimeout(work, ms / 100);
    return () => clearTimeout(timer);
  },
};

export interface ScriptedPage {
  readonly session: Session;
  readonly engine: Engine;
  readonly accounts: AccountApi;
}

/** One browser: cookies and disk stay, pages come and go. */
export class ScriptedBrowser {
  readonly disk = new Map<string, MemoryStore>();
  /** Whose login the cookies hold. */
  signedIn: string | null = null;
  brief = false;
  diskFails = false;
  private readonly server: ScriptedAccounts;

  constructor(server: ScriptedAccounts) {
    this.server = server;
  }

  /** A page load. Nothing has been started yet. `engine` waits for `slow` before it answers an unlocking. */
  page(slow: () => Promise<void> = async () => undefined): ScriptedPage {
    const kdf: Kdf = async (secret, salt, cost) => {
      await slow();
      return quickKdf(secret, salt, cost);
    };
    const engine = createEngine({ modRoots }, { kdf });
    const deps = {
      engine,
      login: this.login(),
      accounts: this.accounts(),
      stores: {
        has: async (userId: string) => this.disk.has(userId),
        open: async (userId: string, onDisk: boolean) => this.open(userId, onDisk),
        wipeAll: async () => {
          if (this.diskFails) throw new CodedError("E_STORAGE");
          this.disk.clear();
        },
      },
      keepSessionBriefly: (brief: boolean) => {
        this.brief = brief;
      },
      isSessionBrief: () => this.brief,
      deviceLabel: "Test",
    };
    return { session: new Session(deps, quickClock), engine, accounts: deps.accounts };
  }

  /** A page load that has found out who is signed in. */
  async visit(): Promise<ScriptedPage> {
    const page = this.page();
    await page.session.start();
    return page;
  }

  /** A page load after which nothing is taken on trust any more. */
  async settledVisit(): Promise<ScriptedPage> {
    return this.visit().then(async (page) => page.session.arrivals.looked.then(() => page));
  }

  private open(userId: string, onDisk: boolean): MemoryStore {
    if (!onDisk) return new MemoryStore();
    if (this.diskFails) throw new CodedError("E_STORAGE");
    const store = this.disk.get(userId) ?? new MemoryStore();
    this.disk.set(userId, store);
    return store;
  }

  private login(): Login {
    const { server } = this;
    const enter = (person: Person): SignedIn => {
      this.signedIn = person.userId;
      return { userId: person.userId, email: person.email, name: person.name };
    };
    const withSecret = (email: string, secret: string) => {
      const person = server.people.get(email);
      if (!person || person.secret !== secret) throw new CodedError("E_CREDENTIALS");
      return enter(person);
    };
    const known = (email: string) => {
      const person = server.people.get(email);
      if (!person) throw new CodedError("E_CREDENTIALS");
      return enter(person);
    };
    return {
      current: () => server.run("current", () => enter(server.byId(this.signedIn))),
      refresh: () => server.run("refresh", () => void server.byId(this.signedIn)),
      remembered: async () => (this.signedIn ? enter(server.byId(this.signedIn)) : null),
      signUp: (email, secret, name) =>
        server.run("signUp", () => {
          server.people.set(email, { userId: bytesToUuid(random(16)), email, name, secret, account: null });
        }),
      confirmCode: (email) => server.run("confirmCode", () => known(email)),
      // The token hash of a scripted mail is the address it went to.
      confirmLink: (tokenHash) => server.run("confirmLink", () => known(tokenHash)),
      signIn: (email, secret) => server.run("signIn", () => withSecret(email, secret)),
      check: (email, secret) => server.run("check", () => void withSecret(email, secret)),
      renew: (email, secret) => server.run("renew", () => void withSecret(email, secret)),
      setPassword: (secret) =>
        server.run("setPassword", () => {
          server.byId(this.signedIn).secret = secret;
        }),
      requestReset: () => server.run("requestReset", () => undefined),
      signOut: () =>
        server.run("signOut", () => {
          this.signedIn = null;
        }),
    };
  }

  private accounts(): AccountApi {
    const { server } = this;
    const slotOf = (body: string) => {
      const slot = parseSlot(fromBase64(body));
      return { slot_id: bytesToUuid(slot.slotId), kind: slot.kind, body };
    };
    return {
      account: () =>
        server.run("account", () => {
          const { account } = server.byId(this.signedIn);
          return server.lie ? server.lie(account) : account;
        }),
      register: ({ handle, displayName, statement, slots, bundle, store }) =>
        server.run("register", () => {
          const person = server.byId(this.signedIn);
          if (person.account) throw new CodedError("E_EXISTS");
          person.account = {
            user_id: person.userId,
            handle,
            display_name: displayName,
            statements: [statement],
            slots: slots.map(slotOf),
            bundle: { version: 1, body: bundle },
            store: { version: 1, body: store },
          };
          return person.account;
        }),
      startOver: (before, { statement, slots, bundle, store }) =>
        server.run("startOver", () =>
          server.change(this.signedIn, (now) => {
            const { bundle: b, store: s } = before;
            if (now.bundle.version !== b.version || now.store.version !== s.version) throw new CodedError("E_VERSION");
            return {
              statements: [...now.statements, statement],
              slots: slots.map(slotOf),
              bundle: { version: b.version + 1, body: bundle },
              store: { version: s.version + 1, body: store },
            };
          }),
        ),
      putSlot: (body) =>
        server.run("putSlot", () => {
          const slot = slotOf(body);
          server.change(this.signedIn, ({ slots }) => ({ slots: [...slots, slot] }));
          return slot.slot_id;
        }),
      deleteSlot: (slotId) =>
        server.run("deleteSlot", () => {
          const slots = server.accountOf(this.signedIn).slots.filter(({ slot_id }) => slot_id !== slotId);
          if (slots.length === 0) throw new CodedError("E_LAST_SLOT");
          server.change(this.signedIn, () => ({ slots }));
        }),
      putStore: (expected, body) =>
        server.run("putStore", () => {
          if (server.accountOf(this.signedIn).store.version !== expected) throw new CodedError("E_VERSION");
          server.replaced.unshift(server.accountOf(this.signedIn).store);
          server.change(this.signedIn, () => ({ store: { version: expected + 1, body } }));
          return { version: expected + 1 };
        }),
      rename: (display_name) => server.run("rename", () => server.change(this.signedIn, () => ({ display_name }))),
      readStore: () => server.run("readStore", () => server.accountOf(this.signedIn).store),
      readAccount: () => server.run("readAccount", () => server.accountOf(this.signedIn)),
      storeHistory: (before) =>
        server.run("storeHistory", () => server.replaced.filter(({ version }) => version < before).slice(0, 2)),
      deviceSeen: () => server.run("deviceSeen", () => undefined),
      alive: () => server.run("alive", () => !server.endedLogins),
    };
  }
}

export const email = "alice@example.org";
export const password = "quartz-lantern-otter-nineteen";
/** What Alice changes her password to. */
export const nextPassword = "a harbour full of wooden boats 7";

/** Signs Alice up in a browser and makes her keys. Resolves to her page, still showing the recovery code. */
export async function signUp(browser: ScriptedBrowser, sharedComputer = false) {
  const page = await browser.visit();
  const { session } = page;
  await session.signUp({ name: "Alice", email, password, sharedComputer });
  await session.confirmCode(email, "123456");
  await session.createKeys({ handle: "alice", displayName: "Alice" });
  const { view } = session;
  if (view.state !== "keep-recovery-code") throw new Error(`no code but ${view.state}`);
  return { ...page, code: view.code };
}

/** Signs Alice in on a new page of a browser. */
export async function signIn(browser: ScriptedBrowser, secret = password, sharedComputer = false) {
  const page = await browser.visit();
  await page.session.signIn({ email, password: secret, sharedComputer });
  return page;
}

/** Gives Alice's identity its next generation, as another device of hers would. */
export async function rotateIdentity(server: ScriptedAccounts): Promise<void> {
  const { userId } = server.people.get(email) ?? { userId: null };
  const account = server.accountOf(userId);
  const { vault } = await openAccount(account, { kind: "password", password }, 0, { kdf: quickKdf });
  const keys = generateIdentityKeys();
  const generation = vault.statement.generation + 1;
  const previous = { hash: vault.statement.hash, edSeed: vault.current.edSeed };
  const statement = createStatement({ userId: vault.userBytes, generation, flags: 1, previous, ...keys, time: 1 });
  const place = { userId: vault.userBytes, version: account.bundle.version + 1 };
  const bundle = sealBundle(vault.keys.bundle, place, [...vault.entries, { generation, ...keys }]);
  server.change(userId, ({ statements }) => ({
    statements: [...statements, toBase64(statement)],
    bundle: { version: place.version, body: toBase64(bundle) },
  }));
}
