/** Owns what a session knows of the person at the door: login, account, the password just typed. Dropped as a whole when they leave. */
import { CodedError, type ErrorCode } from "@/lib/base/errors";
import type { WireAccount } from "@/lib/protocol/wire";
import type { SignedIn } from "./login";
import type { LockReason, SessionView } from "./view";

const sameAddress = (a: string, b: string) => a.trim().toLowerCase() === b.trim().toLowerCase();

export class Visit {
  /** Whose login it is; null: nobody has signed in yet. */
  person: SignedIn | null = null;
  account: WireAccount | null = null;
  /** Nobody has been asked yet: the account is what this device remembers until the login has been looked at. */
  away = false;
  /** Finding out who it is, once: another visit does so for itself. */
  started: Promise<void> | null = null;
  signedUp: { readonly name: string; readonly email: string } | null = null;
  /** A mail has just proved whose login this is: a new password may be set without the old one. */
  resetting = false;
  /** The person has signed out: nothing of this visit may be left on disk. */
  signedOut = false;
  /** Known between sign-up or sign-in and the making of keys or the unlocking, then forgotten. */
  typed: { readonly email: string; readonly password: string } | null = null;
  /** The password set after a mail, in this tab: nobody is asked for it again on the way in. Forgotten once they are in. */
  chosen: string | null = null;

  /** @throws E_AUTH */
  get signedIn(): SignedIn {
    if (!this.person) throw new CodedError("E_AUTH");
    return this.person;
  }

  /** Signed up: the mail with the code is on its way. */
  signUp(name: string, email: string, password: string): void {
    this.typed = { email, password };
    this.signedUp = { name, email };
  }

  /** The password of this login, while it is known; one typed for another address is none. */
  get password(): string | null {
    const { typed, person } = this;
    return typed && person && sameAddress(typed.email, person.email) ? typed.password : null;
  }

  /** The new password for these keys. @throws E_CREDENTIALS none was given, and none is known */
  newPassword(given: string | null): string {
    const password = given ?? this.chosen;
    if (password === null) throw new CodedError("E_CREDENTIALS");
    return password;
  }

  /** Somebody has signed in: what the visit knows stays, and what it was taken to be is nobody's question any more. */
  signedInAs(person: SignedIn): Visit {
    return Object.assign(new Visit(), this, { person, away: false });
  }

  needsKeys(): SessionView {
    const { email, name } = this.signedIn;
    const suggestedName = this.signedUp?.name ?? name;
    return { state: "needs-keys", email, suggestedName, passwordKnown: this.password !== null };
  }

  locked(reason: LockReason): SessionView {
    const { userId, email, name } = this.signedIn;
    const displayName = this.account?.display_name ?? name;
    return { state: "locked", userId, email, displayName, reason, passwordChosen: this.chosen !== null };
  }

  /** Starting failed. What cannot be opened as it is served stays locked: trying to unlock tells why. */
  stuck(code: ErrorCode): SessionView {
    return code === "E_AUTH" || !this.person ? { state: "signed-out" } : this.locked("new-device");
  }

  /** A mail has led to this new password: the login is theirs, and what is still locked may be opened with it. */
  choose(email: string, password: string): void {
    this.resetting = false;
    this.typed = { email, password };
    this.chosen = password;
  }

  /** They are in: no password is remembered any longer. */
  forgetPasswords(): void {
    this.typed = null;
    this.chosen = null;
  }

  /** In. `shared`: this browser keeps nothing, and locks itself after a while unless told otherwise. */
  ready(
    recoveryConfirmed: boolean,
    { shared, idleMinutes }: { shared: boolean; idleMinutes: number | null },
  ): SessionView {
    const { userId, email } = this.signedIn;
    const { handle = "", display_name: displayName = "" } = this.account ?? {};
    const remembered = !shared;
    const me = { userId, handle, displayName, email, recoveryConfirmed, remembered, idleLockMinutes: idleMinutes };
    return { state: "ready", me };
  }
}
