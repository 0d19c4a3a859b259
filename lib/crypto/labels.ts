/** Owns the complete list of domain-separation labels: each for one operation and one purpose. A test holds the sources to it. */

/**
 * `derive`: D as salt, info or prefix · `hash`: H · `signature`: sign, verify · `seal`: cseal, copen, which add `/com`,
 * `/enc` and `/nonce` · `box`: pkseal, pkopen.
 */
export type Operation = "derive" | "hash" | "signature" | "seal" | "box";

export interface Label {
  readonly operation: Operation;
  readonly purpose: string;
  /** Reserved by the protocol for a part that this version does not have. */
  readonly later?: true;
}

const derive = (purpose: string): Label => ({ operation: "derive", purpose });
const hash = (purpose: string): Label => ({ operation: "hash", purpose });
const signature = (purpose: string): Label => ({ operation: "signature", purpose });
const seal = (purpose: string): Label => ({ operation: "seal", purpose });
const box = (purpose: string): Label => ({ operation: "box", purpose });
const later = (label: Label): Label => ({ ...label, later: true });

export const labels: Readonly<Record<string, Label>> = {
  aad: hash("associated data of a cseal"),
  ctx: hash("context of a pkseal"),

  "id-sig": signature("identity statement, by its own and by the previous key"),
  "id-hash": hash("identity statement"),

  "auth-salt": hash("salt of the login secret, from the e-mail address"),
  auth: derive("salt of the extraction of the login secret"),
  "auth/login": derive("login secret"),
  wrap: seal("account master key in a wrap slot"),
  "recovery-check": hash("check characters of a recovery code"),
  "device-link": box("account master key to a new device"),
  "device-link-check": hash("check bytes of a device link's text"),

  "amk/bundle": derive("key of the bundle"),
  "amk/store": derive("key of the store"),
  "amk/search": derive("key of the search index"),
  "amk/cache": derive("key of a device's cache"),
  "amk/invite": derive("secret of an invite link"),
  "invite/proof": derive("proof of whoever has a link"),
  "invite-token": hash("what whoever has a link shows to the server"),
  bundle: seal("private keys of all generations"),
  store: seal("pins, settings and checkpoints"),
  search: seal("shard of the search index"),
  cache: seal("record of a device's cache"),

  "epoch/msg": derive("message key of an epoch"),
  "epoch/meta": derive("metadata key of an epoch"),
  "epoch/commit": derive("commitment to an epoch's key"),
  "epoch-key": box("epoch key to a member"),
  meta: seal("title and picture of a conversation"),
  "meta-hash": hash("metadata blob in a commit"),

  "commit-sig": signature("commit, by its author"),
  "commit-hash": hash("commit"),
  boxes: hash("sealed epoch keys in a commit"),
  disclosures: hash("disclosures in a commit"),
  "conv-context": hash("business object a conversation belongs to"),

  "mod-root": hash("moderation root key"),
  "mod-cert-sig": signature("moderator certificate, by the root"),
  "mod-list-sig": signature("moderator list, by the root"),
  "mod-select": hash("seed of the selection of moderators"),
  disclosure: box("message key of an epoch to a moderator"),
  "disclosure-eph": derive("recomputable ephemeral secret of a disclosure"),

  "chain-start": hash("predecessor of the first message of a writer's chain"),
  mok: derive("opening key of one message"),
  "msg/enc": derive("encryption key of one message"),
  "msg/nonce": derive("nonce of one message"),
  "msg/frank": derive("franking key of one message"),
  frank: derive("franking commitment to a body and its context"),
  "msg-sig": signature("message header, by its sender"),
  "msg-hash": hash("message header"),

  t0: hash("transcript before the first event"),
  t: hash("transcript after an event"),
  "read-sig": signature("read pointer, by its member"),
  "view-sig": signature("view pointer (delivered, EV01), by its member"),
  "receipt-sig": signature("receipt of a transcript, by the server's receipt key"),

  report: later(box("report to the report team")),
  "report-sig": later(signature("report, by the reporter")),
  "access-log": later(hash("chain of the access ledger")),

  "file-ctx": hash("conversation and header of a file"),
  "file/enc": derive("encryption key of a file"),
  "file/nonce": derive("nonce prefix of a file"),

  safety: derive("first round of a safety number"),
  "policy-sig": later(signature("filter policy, by the policy key")),
  "export-sig": later(signature("evidence export, by its exporter")),

  "scan-request": later(box("file secret to a scanner")),
  "attest-sig": later(signature("verdict, by a scanner")),

  test: later(seal("vectors and tests only; used by every operation there")),
};
