/** Owns login at Supabase Auth: it sees e-mail addresses and login secrets, never a password and never a key. */
import { CodedError } from "@/lib/base/errors";
import type { AuthSession, LoginSource } from "@/lib/supabase/client";
import { toCodedError } from "@/lib/supabase/errors";

export interface SignedIn {
  readonly userId: string;
  readonly email: string;
  /** Name given at sign-up; may be empty. */
  readonly name: string;
}

/** All calls reject with a CodedError. */
export interface Login {
  /** @throws E_AUTH nobody is signed in */
  current(): Promise<SignedIn>;
  /** Asks for another token for this login, however long the one at hand lasts. @throws E_AUTH the login is over */
  refresh(): Promise<void>;
  /** Whose login this browser's cookies hold, unchecked and without asking anybody; null: nobody's. */
  remembered(): Promise<SignedIn | null>;
  /** Answers the same for known and unknown addresses. */
  signUp(email: string, secret: string, name: string): Promise<void>;
  confirmCode(email: string, code: string): Promise<SignedIn>;
  confirmLink(tokenHash: string, type: "signup" | "recovery" | "email_change"): Promise<SignedIn>;
  /** @throws E_CREDENTIALS */
  signIn(email: string, secret: string): Promise<SignedIn>;
  /** @throws E_CREDENTIALS if this is not the login secret */
  check(email: string, secret: string): Promise<void>;
  /** Signs in anew, in the place of this login. @throws E_CREDENTIALS */
  renew(email: string, secret: string): Promise<void>;
  /** @throws E_LOGIN_OLD signed in too long ago */
  setPassword(secret: string): Promise<void>;
  /** Answers the same for known and unknown addresses. */
  requestReset(email: string): Promise<void>;
  signOut(): Promise<void>;
}

/**
 * @param signOutUrl route of this application that ends the session on the server and clears the browser's data; null: none
 * @param remembered the session in this browser's cookies
 * @param language what the pages speak, so that the first mail does too; null: not known
 */
export function createLogin(
  source: LoginSource,
  signOutUrl: string | null,
  remembered: () => AuthSession | null = () => null,
  language: () => string | null = () => null,
): Login {
  return {
    async current() {
      return mustBePerson(await source.session());
    },
    async refresh() {
      passed(await (await source.auth()).refreshSession());
    },
    remembered: async () => toPerson(remembered()),
    async signUp(email, password, name) {
      const data = { name, language: language() };
      passed(await (await source.auth()).signUp({ email, password, options: { data } }));
    },
    async confirmCode(email, token) {
      return personOf(await (await source.auth()).verifyOtp({ email, token, type: "signup" }));
    },
    async confirmLink(tokenHash, type) {
      return personOf(await (await source.auth()).verifyOtp({ token_hash: tokenHash, type }));
    },
    async signIn(email, password) {
      return personOf(await (await source.auth()).signInWithPassword({ email, password }));
    },
    async check(email, password) {
      passed(await (await source.auth()).signInWithPassword({ email, password }));
    },
    async renew(email, password) {
      const auth = await source.auth();
      const { data } = await auth.getSession();
      passed(await auth.signInWithPassword({ email, password }));
      // The login before would stand in the list as somebody else's. If it cannot be ended now, it ends by itself.
      if (data.session) await auth.admin.signOut(data.session.access_token, "local").catch(() => undefined);
    },
    async setPassword(password) {
      const { error } = await (await source.auth()).updateUser({ password });
      // It is already so: after a reset by mail the recovery code is followed by the same new password.
      if (error && error.code !== "same_password") throw toCodedError(error);
    },
    async requestReset(email) {
      passed(await (await source.auth()).resetPasswordForEmail(email));
    },
    async signOut() {
      const auth = await source.auth();
      await auth.signOut({ scope: "local" }).catch((thrown: unknown) => Promise.reject(toCodedError(thrown)));
      if (signOutUrl) await fetch(signOutUrl, { method: "POST" });
    },
  };
}

/** @throws the answer's error as ours */
function passed(answer: { error: unknown }): void {
  if (answer.error) throw toCodedError(answer.error);
}

function personOf(answer: { data: { session: AuthSession | null }; error: unknown }): SignedIn {
  passed(answer);
  return mustBePerson(answer.data.session);
}

function mustBePerson(session: AuthSession | null): SignedIn {
  const person = toPerson(session);
  if (!person) throw new CodedError("E_AUTH");
  return person;
}

function toPerson(session: AuthSession | null): SignedIn | null {
  const user = session?.user;
  if (!user?.email) return null;
  const name: unknown = user.user_metadata?.["name"];
  return { userId: user.id, email: user.email, name: typeof name === "string" ? name : "" };
}
