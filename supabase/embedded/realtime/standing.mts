/** Owns what one channel may do: its token, the rights asked under it, and the moment it expires. */
import { publicRights, readRights, Refusal, type Admission, type Rights } from "./admission.mts";
import type { Subject } from "./authorization.mts";
import type { Address } from "./hub.mts";
import type { Realm } from "./realm.mts";
import { assertNotExpired, TokenError, type Claims } from "./token.mts";

const longestTokenCheckMs = 300_000;

export class Standing {
  readonly #realm: Realm;
  readonly #address: Address;
  readonly #headers: Record<string, string>;
  readonly #onEnd: (message: string) => void;
  #token: string | null;
  #claims: Claims;
  #rights: Rights;
  #expiry: NodeJS.Timeout | undefined;
  #ended = false;

  /**
   * @param headers for policies
   * @param onEnd called with the message for the client when the token expires or its rights are gone
   */
  constructor(
    realm: Realm,
    address: Address,
    headers: Record<string, string>,
    { token, claims, rights }: Admission,
    onEnd: (message: string) => void,
  ) {
    this.#realm = realm;
    this.#address = address;
    this.#headers = headers;
    this.#onEnd = onEnd;
    this.#token = token;
    this.#claims = claims;
    this.#rights = rights;
  }

  get rights(): Readonly<Rights> {
    return this.#rights;
  }

  /** Asks the insert policies; false when they gave no answer. Not needed while `rights.write` is known. */
  async askWrite(): Promise<boolean> {
    const { authorizer } = this.#realm;
    const subject = this.#subject(this.#claims);
    try {
      const allowed = await authorizer.writable(subject, ["broadcast", "presence"]);
      // Whoever tracks hears of others, if the policies let him: so that question is due now.
      this.#rights.readPresence ??= (await authorizer.readable(subject, ["presence"])).size > 0;
      this.#rights.write = { broadcast: allowed.has("broadcast"), presence: allowed.has("presence") };
      return true;
    } catch {
      return false;
    }
  }

  /** Takes a new token and asks the policies anew; the same token, an API key or none changes nothing. */
  async refresh(token: unknown): Promise<void> {
    if (typeof token !== "string" || token === this.#token || token.startsWith("sb_")) return;
    try {
      const claims = await this.#realm.tokens.verify(token);
      const rights = await this.#rightsOf(claims);
      if (this.#ended) return;
      if (isLess(rights, this.#rights))
        return this.#onEnd(`You no longer have permission to read from this Channel topic: ${this.#address.topic}`);
      this.#token = token;
      this.#claims = claims;
      this.#rights = rights;
      this.watchExpiry();
    } catch (error) {
      this.#onEnd(messageOf(error));
    }
  }

  /** Ends the channel when the token of now expires; a newer one takes over. */
  watchExpiry(): void {
    clearTimeout(this.#expiry);
    const leftMs = this.#claims.exp * 1000 - Date.now();
    this.#expiry = setTimeout(
      () => {
        try {
          assertNotExpired(this.#claims);
          this.watchExpiry();
        } catch (error) {
          this.#onEnd(messageOf(error));
        }
      },
      Math.min(Math.max(leftMs, 0), longestTokenCheckMs),
    );
    this.#expiry.unref();
  }

  end(): void {
    this.#ended = true;
    clearTimeout(this.#expiry);
  }

  #rightsOf(claims: Claims): Promise<Rights> | Rights {
    if (!this.#address.private) return publicRights;
    return readRights(this.#realm, this.#subject(claims), this.#rights.readPresence !== undefined);
  }

  #subject(claims: Claims): Subject {
    return { topic: this.#address.topic, claims, headers: this.#headers };
  }
}

/** Whether a right to read is gone. */
function isLess(now: Rights, before: Rights): boolean {
  return (before.readBroadcast && !now.readBroadcast) || (before.readPresence === true && !now.readPresence);
}

function messageOf(error: unknown): string {
  if (error instanceof TokenError) return error.message;
  if (error instanceof Refusal && error.code === "Unauthorized") return error.message;
  if (error instanceof Refusal && error.code === "QueryCanceled") return "Query was cancelled, please try again";
  return "Realtime was unable to connect to the project database";
}
