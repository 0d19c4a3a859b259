/** Owns which language the account says that its mails are written in. */
import type { AuthSession, LoginSource } from "@/lib/supabase/client";
import { toCodedError } from "@/lib/supabase/errors";

/** What is spoken in a browser. */
export interface Spoken {
  /** Language of the pages, as BCP 47 names it. */
  readonly page: string;
  /** Whether somebody has chosen it here, or the browser alone. */
  readonly chosen: boolean;
}

/**
 * Tells the account a language that was chosen here and is not yet its own; an account without any takes that of the pages.
 * @param login the session in this browser's cookies
 * @throws CodedError
 */
export async function keepMailLanguage(source: LoginSource, login: AuthSession | null, spoken: Spoken): Promise<void> {
  if (!login) return;
  const known: unknown = login.user.user_metadata?.["language"];
  if (known === spoken.page || (typeof known === "string" && !spoken.chosen)) return;
  const { error } = await (await source.auth()).updateUser({ data: { language: spoken.page } });
  if (error) throw toCodedError(error);
}
