/** Owns who may moderate: certificates and lists of the moderation root, and the selection nobody can steer. */
import { type Bytes, concat, equal } from "@/lib/base/bytes";
import { CodedError } from "@/lib/base/errors";
import {
  type Certificate,
  certificateRoles,
  certificateSignedSize,
  encodeCertificate,
  parseCertificate,
  type SignedCertificate,
} from "@/lib/protocol/certificate";
import { findEntry, type Roster } from "@/lib/protocol/commit";
import { encodeModeratorList, type ModeratorList, parseModeratorList } from "@/lib/protocol/moderator-list";
import { moderationRootHash } from "./commit-hash";
import { expected } from "./expected";
import { u32 } from "./integers";
import { H, sha256, sign, verify } from "./primitives";

/** What the moderation root has published, as fetched; nothing in it is trusted before it is checked. */
export interface Moderation {
  /** Ed25519 public key of the root. */
  readonly rootKey: Bytes;
  /** Signed lists, old and new, in any order. */
  readonly lists: readonly Bytes[];
  /** `EO01`, in any order. */
  readonly certificates: readonly Bytes[];
}

/** A signed certificate, 216 bytes. @throws E_FORMAT, E_RANGE */
export function signCertificate(certificate: Certificate, rootSeed: Uint8Array): Bytes {
  const signed = encodeCertificate(certificate);
  return concat(signed, sign("mod-cert-sig", signed, rootSeed));
}

/** A signed list: JSON bytes and 64 bytes of signature. */
export function signModeratorList(list: ModeratorList, rootSeed: Uint8Array): Bytes {
  const json = encodeModeratorList(list);
  return concat(json, sign("mod-list-sig", json, rootSeed));
}

/** Reads a moderator's certificate and checks the root's signature. Its time window is the caller's business. @throws E_MODERATOR */
export function openCertificate(bytes: Uint8Array, rootKey: Uint8Array): SignedCertificate {
  let certificate: SignedCertificate;
  try {
    certificate = parseCertificate(bytes);
  } catch (thrown) {
    throw new CodedError("E_MODERATOR", "certificate layout", { cause: expected(thrown) });
  }
  const genuine =
    certificate.role === certificateRoles.moderator &&
    verify("mod-cert-sig", bytes.subarray(0, certificateSignedSize), certificate.signature, rootKey);
  if (!genuine) throw new CodedError("E_MODERATOR", "certificate");
  return certificate;
}

interface ListInForce extends ModeratorList {
  readonly hash: Bytes;
}

function openList(bytes: Bytes, rootKey: Bytes): ListInForce | null {
  try {
    const { list, json, signature } = parseModeratorList(bytes);
    return verify("mod-list-sig", json, signature, rootKey) ? { ...list, hash: sha256(json) } : null;
  } catch (thrown) {
    expected(thrown);
    return null;
  }
}

/** The genuine list with the greatest `from` not after `time`. @throws E_MODERATOR if there is none */
function listInForce({ lists, rootKey }: Moderation, time: number): ListInForce {
  const genuine = lists.map((bytes) => openList(bytes, rootKey)).filter((list) => list !== null);
  const [latest] = genuine.filter((list) => list.from <= time).sort((a, b) => b.from - a.from || b.version - a.version);
  if (!latest) throw new CodedError("E_MODERATOR", "no list in force");
  return latest;
}

/** The case for which moderators are selected. */
export interface Selection {
  readonly conv: Bytes;
  readonly contextHash: Bytes;
  readonly modRoot: Bytes;
  /** 1 for the first case of the conversation, 2 for the second … */
  readonly ordinal: number;
  /** Time of the commit, ms. */
  readonly time: number;
  readonly participants: Roster;
  /** Moderators this case already had: not empty for a replacement, which adds one. */
  readonly used: readonly Bytes[];
}

/** Where the walk through the list begins: nothing in it is chosen by the opener or the server. */
function startOf({ conv, contextHash, ordinal }: Selection, list: ListInForce): number {
  const seed = H("mod-select", conv, contextHash, u32(ordinal), list.hash);
  return Number(new DataView(seed.buffer).getBigUint64(0) % BigInt(list.moderators.length));
}

/**
 * The certificates of exactly those moderators who are to be added, in the order of the walk.
 * @throws E_MODERATOR if root, list or a certificate on the way is missing or not genuine, or nobody is left
 */
export function selectModerators(selection: Selection, moderation: Moderation): SignedCertificate[] {
  const { modRoot, participants, time, used } = selection;
  if (!equal(moderationRootHash(moderation.rootKey), modRoot)) throw new CodedError("E_MODERATOR", "other root");
  const list = listInForce(moderation, time);
  const start = startOf(selection, list);
  const wanted = used.length > 0 ? 1 : list.panel;
  const selected: SignedCertificate[] = [];
  for (let i = 0; i < list.moderators.length && selected.length < wanted; i++) {
    const entry = list.moderators[(start + i) % list.moderators.length];
    if (!entry) break;
    const { user, serial } = entry;
    const revoked = list.revoked.some((one) => equal(one, serial));
    const involved = findEntry(participants, user) !== undefined || used.some((one) => equal(one, user));
    if (entry.away || revoked || involved) continue;
    const certificate = certificateOf(moderation, serial, user);
    if (certificate.notBefore <= time && time < certificate.notAfter) selected.push(certificate);
  }
  if (selected.length === 0) throw new CodedError("E_MODERATOR", "nobody to select");
  return selected;
}

function certificateOf({ certificates, rootKey }: Moderation, serial: Bytes, user: Bytes): SignedCertificate {
  // Bytes 8 to 24 of a certificate are its serial.
  const bytes = certificates.find((candidate) => equal(candidate.subarray(8, 24), serial));
  if (!bytes) throw new CodedError("E_MODERATOR", "certificate missing");
  const certificate = openCertificate(bytes, rootKey);
  if (!equal(certificate.userId, user)) throw new CodedError("E_MODERATOR", "certificate of somebody else");
  return certificate;
}
