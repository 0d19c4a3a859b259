/** Owns the server of session tests: logins and accounts, kept honestly, that can be made to fail. */
import { CodedError, type ErrorCode } from "@/lib/base/errors";
import type { WireAccount, WireStore } from "@/lib/protocol/wire";

export interface Person {
  readonly userId: string;
  readonly email: string;
  readonly name: string;
  secret: string;
  account: WireAccount | null;
}

/** Everybody's logins and accounts, as an honest server keeps them. */
export class ScriptedAccounts {
  readonly people = new Map<string, Person>();
  /** The next calls of these functions fail so; "after" has the effect and loses the answer. */
  readonly failures: { call: string; code: ErrorCode; when: "before" | "after" }[] = [];
  /** Calls that reached the server, in order. */
  readonly calls: string[] = [];
  /** Stores that were written over, newest first. */
  readonly replaced: WireStore[] = [];
  /** Every login so far was ended from somewhere else. */
  endedLogins = false;
  /** Takes every question and answers none. */
  silent = false;
  /** What `account` answers instead of the truth. */
  lie: ((account: WireAccount | null) => WireAccount | null) | null = null;

  async run<T>(call: string, effect: () => T): Promise<T> {
    if (this.silent) return new Promise<never>(() => undefined);
    const at = this.failures.findIndex((failure) => failure.call === call);
    const [failure] = at >= 0 ? this.failures.splice(at, 1) : [];
    if (failure?.when === "before") throw new CodedError(failure.code);
    this.calls.push(call);
    const result = effect();
    if (failure) throw new CodedError(failure.code);
    return result;
  }

  byId(userId: string | null): Person {
    const person = [...this.people.values()].find((candidate) => candidate.userId === userId);
    if (!person) throw new CodedError("E_AUTH");
    return person;
  }

  accountOf(userId: string | null): WireAccount {
    const { account } = this.byId(userId);
    if (!account) throw new CodedError("E_NO_KEYS");
    return account;
  }

  change(userId: string | null, change: (account: WireAccount) => Partial<WireAccount>): WireAccount {
    const person = this.byId(userId);
    person.account = { ...this.accountOf(userId), ...change(this.accountOf(userId)) };
    return person.account;
  }
}
