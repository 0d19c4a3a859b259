/** Owns the secret of an invite link and what is made with it: the token that is shown to the server, and a joiner's proof. */
import { type Bytes, concat, equal, fromBase64Url, toBase64Url, uuidToBytes } from "@/lib/base/bytes";
import { CodedError } from "@/lib/base/errors";
import { D, H, hkdfExpand } from "./primitives";

export interface InvitePlace {
  /** UUID text. */
  readonly conversation: string;
  readonly invite: string;
}

/** The secret of a link, 32 bytes: its maker's devices all derive it, nobody keeps it, the server never gets it. */
export function inviteSecret(amk: Uint8Array, { conversation, invite }: InvitePlace): Bytes {
  return hkdfExpand(amk, concat(D("amk/invite"), uuidToBytes(conversation), uuidToBytes(invite)), 32);
}

/** What whoever has the link shows to the server. */
export function inviteToken(secret: Uint8Array): Bytes {
  return H("invite-token", secret);
}

/** Proves to the link's maker that this person, with exactly these keys, had the link. */
export function joinProof(
  secret: Uint8Array,
  { conversation, invite }: InvitePlace,
  joiner: { readonly userId: Uint8Array; readonly stmtHash: Uint8Array },
): Bytes {
  const place = concat(uuidToBytes(conversation), uuidToBytes(invite));
  return hkdfExpand(secret, concat(D("invite/proof"), place, joiner.userId, joiner.stmtHash), 32);
}

/** True if the proof was made with the link's secret by this person with these keys. */
export function provesJoin(
  amk: Uint8Array,
  place: InvitePlace,
  joiner: { readonly userId: Uint8Array; readonly stmtHash: Uint8Array },
  proof: Uint8Array,
): boolean {
  return equal(joinProof(inviteSecret(amk, place), place, joiner), proof);
}

/** The part of a link that no browser sends: secret and the maker's statement hash, 43 characters each. */
export function inviteFragment(secret: Uint8Array, stmtHash: Uint8Array): string {
  return `${toBase64Url(secret)}.${toBase64Url(stmtHash)}`;
}

/** @throws E_FORMAT for anything that is no such part */
export function parseFragment(text: string): { secret: Bytes; stmtHash: Bytes } {
  const [secret, stmtHash, ...rest] = text.split(".").map((part) => fromBase64Url(part));
  if (secret?.length !== 32 || stmtHash?.length !== 32 || rest.length > 0) throw new CodedError("E_FORMAT", "invite");
  return { secret, stmtHash };
}
