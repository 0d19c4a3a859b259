/** Owns the login secret: what the authentication server gets in place of the password. */
import { toBase64Url, utf8 } from "@/lib/base/bytes";
import { argon2id, type Kdf, standardCost } from "./kdf";
import { normalizePassword } from "./password";
import { D, H, hkdfExpand, hkdfExtract } from "./primitives";

/** The one form of an e-mail address: trimmed, NFKC, lower case in every locale. */
export function normalizeEmail(email: string): string {
  return email.trim().normalize("NFKC").toLowerCase();
}

/**
 * Derives the login secret of an address and a password: 43 characters of base64url (32 bytes). It opens nothing: the
 * key that unlocks the account comes from the same password by another salt. @throws E_INPUT for an empty password
 */
export async function authSecret(email: string, password: string, kdf: Kdf = argon2id): Promise<string> {
  const salt = H("auth-salt", utf8(normalizeEmail(email))).slice(0, 16);
  const key = await kdf(utf8(normalizePassword(password)), salt, standardCost);
  return toBase64Url(hkdfExpand(hkdfExtract(D("auth"), key), D("auth/login"), 32));
}
