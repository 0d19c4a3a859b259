/** Owns other people's verified keys in the worker: chains as served, held against the pins of the sealed store. */
import { bytesToUuid, equal, fromBase64, toBase64, toHex, uuidToBytes } from "@/lib/base/bytes";
import { CodedError, codeOf } from "@/lib/base/errors";
import type { Roster } from "@/lib/protocol/commit";
import type { WirePerson } from "@/lib/protocol/wire";
import type { Trust } from "./engine-api";
import { parseStatement, type Statement, verifyChain } from "./identity";
import { safetyNumber } from "./safety-number";
import type { Vault } from "./vault";

interface Known {
  /** Statements that may be used: the chain up to the pinned one. */
  readonly trusted: readonly Statement[];
  /** Statements from an unaccepted reset on: verified as a chain, not trusted as this person. */
  readonly candidates: readonly Statement[];
  readonly trust: Trust;
}

export class Identities {
  private readonly vault: Vault;
  private readonly known = new Map<string, Known>();

  constructor(vault: Vault) {
    this.vault = vault;
    const trust: Trust = "verified";
    this.known.set(vault.userId, { trusted: vault.statements, candidates: [], trust });
  }

  /** Verifies a served chain and pins it: new people on first use, rotations by themselves, resets never. */
  learn(person: WirePerson): Trust {
    if (person.user_id === this.vault.userId) return "verified";
    const known = this.judge(person);
    this.known.set(person.user_id, known);
    return known.trust;
  }

  trust(userId: string): Trust {
    const pin = this.vault.store.pins[userId];
    return this.known.get(userId)?.trust ?? (pin?.ok ? "verified" : "unverified");
  }

  /** The trusted statement of a user with this hash. */
  find(userId: string, hash: Uint8Array): Statement | undefined {
    const wanted = toHex(hash);
    return this.known.get(userId)?.trusted.find((statement) => toHex(statement.hash) === wanted);
  }

  /** The newest trusted statements of members whose roster entry still has an older one. */
  changedSince(roster: Roster): Statement[] {
    return roster.flatMap(({ userId, stmtHash }) => {
      const known = this.known.get(bytesToUuid(userId));
      const latest = known?.trust === "changed" || known?.trust === "invalid" ? undefined : known?.trusted.at(-1);
      return latest && !equal(latest.hash, stmtHash) ? [latest] : [];
    });
  }

  /** The statement to seal to. @throws E_NOT_FOUND unknown person, E_KEYCHANGE an unaccepted reset, E_SIG a chain that does not verify */
  latest(userId: string): Statement {
    const known = this.known.get(userId);
    if (known?.trust === "changed") throw new CodedError("E_KEYCHANGE");
    if (known?.trust === "invalid") throw new CodedError("E_SIG", "identity chain");
    const latest = known?.trusted.at(-1);
    if (!latest) throw new CodedError("E_NOT_FOUND", "identity");
    return latest;
  }

  /** The person on this side takes the new keys of a reset as theirs. */
  acceptReset(userId: string): void {
    const known = this.known.get(userId);
    const latest = known?.candidates.at(-1);
    if (!known || !latest) throw new CodedError("E_NOT_FOUND", "reset");
    this.known.set(userId, { trusted: [...known.trusted, ...known.candidates], candidates: [], trust: "unverified" });
    this.pin(userId, latest, false);
  }

  setVerified(userId: string, verified: boolean): void {
    const latest = this.latest(userId);
    this.pin(userId, latest, verified);
    const known = this.known.get(userId);
    if (known) this.known.set(userId, { ...known, trust: verified ? "verified" : "unverified" });
  }

  /** What two people compare. After an unaccepted reset it is about the new keys: comparing them is how to accept them. */
  safety(userId: string): { number: string; qr: string } {
    const theirs = this.known.get(userId)?.candidates.at(-1) ?? this.latest(userId);
    const side = ({ edPk, xPk }: Statement, id: string) => ({ userId: uuidToBytes(id), edPk, xPk });
    const { number, qr } = safetyNumber(side(this.vault.statement, this.vault.userId), side(theirs, userId));
    return { number, qr: toBase64(qr) };
  }

  private judge(person: WirePerson): Known {
    const invalid = (): Known => ({
      trusted: this.known.get(person.user_id)?.trusted ?? [],
      candidates: [],
      trust: "invalid",
    });
    let chain: Statement[];
    try {
      chain = this.pinnedChain(person) ?? verifyChain(person.statements.map((text) => fromBase64(text)));
    } catch (thrown) {
      if (codeOf(thrown) === "E_UNEXPECTED") throw thrown;
      return invalid();
    }
    const owner = toHex(uuidToBytes(person.user_id));
    const latest = chain.at(-1);
    if (!latest || toHex(latest.userId) !== owner) return invalid();
    const pin = this.vault.store.pins[person.user_id];
    if (!pin) {
      this.pin(person.user_id, latest, false);
      return { trusted: chain, candidates: [], trust: "unverified" };
    }
    const pinnedAt = chain.findIndex(
      (statement) => statement.generation === pin.g && toBase64(statement.hash) === pin.h,
    );
    if (pinnedAt < 0) return invalid();
    const resetAt = chain.findIndex((statement, i) => i > pinnedAt && statement.flags === 2);
    const trusted = resetAt < 0 ? chain : chain.slice(0, resetAt);
    const candidates = resetAt < 0 ? [] : chain.slice(resetAt);
    const newest = trusted.at(-1);
    // A rotation is signed by the pinned key: it carries the trust with it.
    if (newest && newest.generation > pin.g) this.pin(person.user_id, newest, pin.ok);
    return { trusted, candidates, trust: candidates.length > 0 ? "changed" : pin.ok ? "verified" : "unverified" };
  }

  /**
   * The chain if it ends exactly in the pinned statement: the pin's hash covers that statement and, link by link, all before
   * it, and every signature was checked before it was pinned. undefined: check everything.
   */
  private pinnedChain(person: WirePerson): Statement[] | undefined {
    const pin = this.vault.store.pins[person.user_id];
    const chain = person.statements.map((text) => parseStatement(fromBase64(text)));
    const linked = chain.every((statement, i) => {
      const before = chain[i - 1];
      return before ? equal(statement.previousHash, before.hash) : statement.generation === 1;
    });
    const latest = chain.at(-1);
    return latest && linked && pin?.g === latest.generation && pin.h === toBase64(latest.hash) ? chain : undefined;
  }

  private pin(userId: string, statement: Statement, ok: boolean): void {
    const pin = { g: statement.generation, h: toBase64(statement.hash), ok };
    this.vault.updateStore((store) => ({ ...store, pins: { ...store.pins, [userId]: pin } }));
  }
}
