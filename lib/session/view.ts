/** Owns what the screen knows of the session: its states and the person signed in. */

/** The person signed in, unlocked. */
export interface Me {
  readonly userId: string;
  readonly handle: string;
  readonly displayName: string;
  readonly email: string;
  /** False until the person has typed two groups of the recovery code back. */
  readonly recoveryConfirmed: boolean;
  /** True if this browser may open again without the password. */
  readonly remembered: boolean;
  /** Minutes of idleness until the keys are wiped from memory; null: never. */
  readonly idleLockMinutes: number | null;
}

/** One place where a person is signed in. */
export interface LoginView {
  readonly id: string;
  /** The one of this browser. */
  readonly current: boolean;
  /** ms since 1970 */
  readonly createdAt: number;
  readonly usedAt: number;
  /** Family and system, such as "Firefox, Linux"; null: not known. */
  readonly label: string | null;
  /** Opens again without the password. */
  readonly remembered: boolean;
}

/** Why an account that is signed in cannot be read yet. */
export type LockReason = "idle" | "asked" | "new-device" | "password-reset";

export type SessionView =
  | { readonly state: "starting" }
  | { readonly state: "signed-out" }
  /** Signed in, but no keys exist yet: choose a handle, enter the password once. */
  | {
      readonly state: "needs-keys";
      readonly email: string;
      readonly suggestedName: string;
      readonly passwordKnown: boolean;
    }
  /** The keys have just been made: this code is shown now and never again. Ends with confirmRecovery or postponeRecovery. */
  | { readonly state: "keep-recovery-code"; readonly code: string }
  /** Signed in, keys exist, locked on this device. */
  | {
      readonly state: "locked";
      readonly userId: string;
      readonly email: string;
      readonly displayName: string;
      readonly reason: LockReason;
      /** A new password has just been set here: the other ways in take it over. */
      readonly passwordChosen: boolean;
    }
  | { readonly state: "ready"; readonly me: Me };

/** What a page may ask of the session. Every promise rejects with a CodedError. */
export interface SessionCommands {
  /** Asks for an account; a mail with a code and a link goes out. Answers the same whether or not the address is known. */
  signUp(input: { name: string; email: string; password: string; sharedComputer: boolean }): Promise<void>;
  /** Confirms the address with the six digits of the mail, in the tab that signed up. */
  confirmCode(email: string, code: string): Promise<void>;
  /** Confirms with the link of the mail; `recovery` leads to setNewPassword. */
  confirmLink(tokenHash: string, type: "signup" | "recovery" | "email_change"): Promise<void>;
  signIn(input: { email: string; password: string; sharedComputer: boolean }): Promise<void>;
  /** Makes the account's keys. `password` may be left out while `passwordKnown`. Leads to keep-recovery-code. */
  createKeys(input: { handle: string; displayName: string; password?: string }): Promise<void>;
  /** The person has proved to have kept the recovery code. */
  confirmRecovery(): Promise<void>;
  /** Later: a calm reminder stays. */
  postponeRecovery(): void;
  unlock(password: string): Promise<void>;
  /** Opens the history with the recovery code; `newPassword` also becomes a way to unlock. Null: the one just chosen. */
  unlockWithRecoveryCode(code: string, newPassword: string | null): Promise<void>;
  /**
   * Password, code and every device are lost: makes all keys anew. History stays closed; people have to accept the new keys.
   * A `newPassword` of null is the one just chosen.
   * @throws E_LOGIN_OLD, E_WEAK_PASSWORD
   */
  startOver(newPassword: string | null): Promise<void>;
  lock(): void;
  /** Ends the session and wipes everything this browser holds of it. */
  signOut(): Promise<void>;
  /** Mails a link that restores login. Answers the same whether or not the address is known. */
  requestReset(email: string): Promise<void>;
  /** After a recovery link: sets the new login password. */
  setNewPassword(password: string): Promise<void>;
  changePassword(current: string, next: string): Promise<void>;
  /** Replaces the recovery code; the password is asked for. */
  newRecoveryCode(current: string): Promise<string>;
  setIdleLock(minutes: number | null): Promise<void>;
  /** Changes the name that others see. E_INPUT */
  rename(displayName: string): Promise<void>;
}
