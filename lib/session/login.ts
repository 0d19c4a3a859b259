/** Owns login at Supabase Auth: it sees e-mail addresses and login secrets, never a password and never a key. */
import { CodedError } from "@/lib/base/errors";
import type { AuthSession, Supabase } from "@/lib/supabase/client";
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
 * @param remembered the user in this browser's cookies
 */
export function createLogin(
  client: Supabase,
  signOutUrl: string | null,
  remembered: () => Promise<AuthSession["user"] | null> = async () => null,
): Login {
  const { auth } = client;
  return {
    async current() {
      return personOf(await auth.getSession());
    },
    remembered: async () => toPerson(await remembered()),
    async signUp(email, password, name) {
      passed(await auth.signUp({ email, password, options: { data: { name } } }));
    },
    async confirmCode(email, token) {
      return personOf(await auth.verifyOtp({ email, token, type: "signup" }));
    },
    async confirmLink(tokenHash, type) {
      return personOf(await auth.verifyOtp({ token_hash: tokenHash, type }));
    },
    async signIn(email, password) {
      return personOf(await auth.signInWithPassword({ email, password }));
    },
    async check(email, password) {
      passed(await auth.signInWithPassword({ email, password }));
    },
    async renew(email, password) {
      const { data } = await auth.getSession();
      passed(await auth.signInWithPassword({ email, password }));
      // The login before would stand in the list as somebody else's. If it cannot be ended now, it ends by itself.
      if (data.session) await auth.admin.signOut(data.session.access_token, "local").catch(() => undefined);
    },
    async setPassword(password) {
      const { error } = await auth.updateUser({ password });
      // It is already so: after a reset by mail the recovery code is followed by the same new password.
      if (error && error.code !== "same_password") throw toCodedError(error);
    },
    async requestReset(email) {
      passed(await auth.resetPasswordForEmail(email));
    },
    async signOut() {
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
  const person = toPerson(answer.data.session?.user ?? null);
  if (!person) throw new CodedError("E_AUTH");
  return person;
}

function toPerson(user: AuthSession["user"] | null): SignedIn | null {
  if (!user?.email) return null;
  const name: unknown = user.user_metadata?.["name"];
  return { userId: user.id, email: user.email, name: typeof name === "string" ? name : "" };
}
