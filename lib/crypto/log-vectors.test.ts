import { describe, expect, it } from "vitest";
import { type Bytes, concat, equal, fromHex, toHex } from "@/lib/base/bytes";
import { parseBody } from "@/lib/protocol/body";
import { parseCommit, policyTypes, reasons } from "@/lib/protocol/commit";
import { parseDisclosures } from "@/lib/protocol/disclosures";
import { parseMessageHeader } from "@/lib/protocol/message-header";
import { parsePointer } from "@/lib/protocol/pointer";
import { buildGenesis, type Change, type Signer } from "./commit-build";
import { commitHash, contextHash, disclosuresHash, moderationRootHash } from "./commit-hash";
import { openDisclosures } from "./disclosure";
import { deriveEpochKeys, openEpochKey } from "./epoch";
import { parseStatement } from "./identity";
import { ConversationLog } from "./log";
import type { LogContext, LogEvent } from "./log-contract";
import { chainStart, messageHash, messageKey, openContent, openMessage, sealMessage } from "./message";
import { openCertificate, signCertificate, signModeratorList } from "./moderator";
import { signPointer, verifyPointer } from "./pointer";
import { edPublicKey, hmacSha256, hkdfExpand, D } from "./primitives";
import { openReceipt, receiptKeyId, signReceipt } from "./receipt";
import { transcriptNext, transcriptStart } from "./transcript";
import vectors from "./vectors/vectors.json";

const { dispute, identity, moderator, names } = vectors;

/** Blocks of the published stream, one per request, from `first` on. */
function stream(first: number) {
  let next = first;
  return (length: number) => fromHex(vectors.rng_requests[next++]!.out).slice(0, length);
}
const block = (index: number) => stream(index)(32);

const alice: Signer = { userId: fromHex(names.alice), edSeed: block(0) };
const bob: Signer = { userId: fromHex(names.bob), edSeed: block(2) };
const statements = [identity.alice_stmt, vectors.bob_identity.stmt, moderator.stmt].map((hex) =>
  parseStatement(fromHex(hex)),
);
const aliceStatement = statements[0]!;
const bobStatement = statements[1]!;
const members = [{ statement: bobStatement }, { statement: aliceStatement }];

/** The published dispute with a list of one moderator, who is always selected. */
const listed = { serial: fromHex(names.cert), user: fromHex(names.moderator), away: false };
const list = { v: 1, version: 1, from: 1760000000000, panel: 1 } as const;
const moderation = {
  rootKey: fromHex(moderator.root_pk),
  certificates: [fromHex(moderator.cert)],
  lists: [signModeratorList({ ...list, moderators: [listed], revoked: [] }, block(18))],
};

function contextOf(userId: string, xSecret: Bytes, now: number): LogContext {
  return {
    me: fromHex(userId),
    xSecrets: [xSecret],
    identity: (user, hash) => statements.find((one) => equal(one.userId, user) && equal(one.hash, hash)) ?? null,
    resetAccepted: () => false,
    modRoots: [fromHex(moderator.mod_root)],
    moderation: () => moderation,
    now: () => now,
  };
}

const none = { body: null, sig: null, ct: null, boxes: null, disclosures: null, metadata: null, tombstone: null };
const commitRow = (seq: number, from: typeof dispute.genesis, disclosures: string | null = null): LogEvent => ({
  ...none,
  seq,
  kind: 1,
  receivedAt: 1760000300000 + seq,
  hash: fromHex(from.commit_hash),
  body: fromHex(from.body),
  sig: fromHex(from.sig),
  boxes: fromHex(from.boxes.join("")),
  disclosures: disclosures === null ? null : fromHex(disclosures),
});
const events: readonly LogEvent[] = [
  commitRow(1, dispute.genesis),
  {
    ...none,
    seq: 2,
    kind: 2,
    receivedAt: 1760000301000,
    hash: fromHex(dispute.message.msg_hash),
    body: fromHex(dispute.message.hdr),
    sig: fromHex(dispute.message.sig),
    ct: fromHex(dispute.message.ct),
  },
  commitRow(3, dispute.open, dispute.open.disclosures),
  commitRow(4, dispute.close),
];

function logUpTo(seq: number, ctx: LogContext): ConversationLog {
  const log = new ConversationLog(fromHex(dispute.conv));
  const types = events.slice(0, seq).map((event) => log.apply(event, ctx).type);
  expect(types).toEqual(["commit", "message", "commit", "commit"].slice(0, seq));
  return log;
}

const hex = (bytes: Bytes | null | undefined) => (bytes ? toHex(bytes) : null);

describe("published vectors of conversations", () => {
  it("KA-5: the genesis commit", () => {
    const built = buildGenesis(
      {
        conv: fromHex(names.conv),
        policyType: policyTypes.direct,
        members,
        contextHash: contextHash("transaction", "42"),
        modRoot: parseCommit(fromHex(vectors.commit.body)).modRoot,
        retentionDays: 365,
        add: 0,
      },
      alice,
      1760000000001,
      stream(6),
    );
    expect(hex(built.body)).toBe(vectors.commit.body);
    expect(hex(built.sig)).toBe(vectors.commit.sig);
    expect(hex(built.boxes)).toBe(vectors.commit.boxes.join(""));
    expect(hex(built.hash)).toBe(vectors.commit.commit_hash);
    expect(hex(parseCommit(built.body).keyCommitment)).toBe(vectors.commit.ekc);
  });

  it("KA-6: Bob opens the epoch key", () => {
    const commit = parseCommit(fromHex(vectors.commit.body));
    const box = fromHex(vectors.commit.boxes[1]!);
    expect(hex(openEpochKey(commit, bob.userId, [block(3)], box, commit.keyCommitment))).toBe(vectors.commit.K);
  });

  it("KA-7: a message, sealed and opened", () => {
    const { K_msg, body, hdr, sig, ct, ct_len, mok, msg_hash, chain_start } = vectors.message;
    const commit = parseCommit(fromHex(vectors.commit.body));
    const keys = deriveEpochKeys(fromHex(vectors.commit.K), commit.conv, 1);
    expect(hex(keys.msg)).toBe(K_msg);
    const place = { conv: commit.conv, epoch: 1, commitHash: fromHex(vectors.commit.commit_hash) };
    const chainId = fromHex(names.chain);
    expect(hex(chainStart(commit.conv, chainId))).toBe(chain_start);
    const sealed = sealMessage(
      {
        ...place,
        msgId: fromHex(names.msg),
        sender: alice.userId,
        chainId,
        counter: 0,
        previous: chainStart(commit.conv, chainId),
        seenSeq: 1,
        seenTranscript: fromHex(vectors.transcript.T1),
      },
      keys.msg,
      fromHex(body),
      alice.edSeed,
      stream(9),
    );
    expect([sealed.hdr, sealed.sig, sealed.ct, sealed.hash, sealed.mok].map(hex)).toEqual([
      hdr,
      sig,
      ct,
      msg_hash,
      mok,
    ]);
    expect(sealed.ct.length).toBe(ct_len);
    const opened = openMessage(place, sealed, () => aliceStatement.edPk, keys.msg);
    expect([opened.body, opened.mok, opened.hash].map(hex)).toEqual([body, mok, msg_hash]);
    expect(parseBody(opened.body)).toEqual({ v: 1, t: "text", ts: 1760000000002, b: "Grüezi" });
  });

  it("KA-8: the franking commitment, recomputed by hand", () => {
    const hdr = fromHex(vectors.message.hdr);
    const key = hkdfExpand(fromHex(vectors.message.mok), D("msg/frank"), 32);
    const com = hmacSha256(key, concat(D("frank"), hdr.subarray(0, 216), fromHex(vectors.message.body)));
    expect(hex(com)).toBe(hex(parseMessageHeader(hdr).com));
  });

  it("KA-9: both transcripts", () => {
    const first = transcriptStart(fromHex(names.conv));
    const second = transcriptNext(first, 1, 1, fromHex(vectors.commit.commit_hash));
    const third = transcriptNext(second, 2, 2, fromHex(vectors.message.msg_hash));
    const { T0, T1, T2 } = vectors.transcript;
    expect([first, second, third].map(hex)).toEqual([T0, T1, T2]);
    const log = new ConversationLog(fromHex(dispute.conv));
    const ctx = contextOf(names.alice, block(1), 0);
    const seen = [hex(log.transcript), ...events.map((event) => (log.apply(event, ctx), hex(log.transcript)))];
    expect(seen).toEqual(Object.values(dispute.transcript));
  });

  it("KA-18: root and certificate of the moderator", () => {
    const rootKey = edPublicKey(block(18));
    expect(hex(rootKey)).toBe(moderator.root_pk);
    expect(hex(moderationRootHash(rootKey))).toBe(moderator.mod_root);
    const { signature, ...certificate } = openCertificate(fromHex(moderator.cert), rootKey);
    expect(hex(signCertificate(certificate, block(18)))).toBe(moderator.cert);
    expect([signature.length, certificate.notBefore, certificate.notAfter]).toEqual([
      64,
      moderator.not_before,
      moderator.not_after,
    ]);
    expect(hex(certificate.stmtHash)).toBe(moderator.stmt_hash);
  });

  it("KA-19: genesis and message of the second conversation", () => {
    const built = buildGenesis(
      {
        conv: fromHex(dispute.conv),
        policyType: policyTypes.direct,
        members,
        contextHash: contextHash("transaction", "4711"),
        modRoot: fromHex(moderator.mod_root),
        retentionDays: dispute.retention_days,
      },
      alice,
      1760000300000,
      stream(22),
    );
    expect([built.body, built.sig, built.boxes].map(hex)).toEqual([
      dispute.genesis.body,
      dispute.genesis.sig,
      dispute.genesis.boxes.join(""),
    ]);
    expect(hex(parseCommit(built.body).contextHash)).toBe(dispute.context_hash);
    const ctx = contextOf(names.bob, block(3), 1760000301000);
    const log = logUpTo(1, ctx);
    // The log draws a chain id first, then the salt.
    const published = [fromHex(names["chain-dispute"]), block(25)];
    const source = () => published.shift()!;
    const body = parseBody(fromHex(dispute.message.body));
    if (body === "unsupported") throw new Error("unsupported");
    const sealed = log.seal({ msgId: fromHex(names["msg-dispute"]), body, source }, bob);
    const { hdr, sig, ct, msg_hash } = dispute.message;
    expect([sealed.hdr, sealed.sig, sealed.ct, sealed.hash].map(hex)).toEqual([hdr, sig, ct, msg_hash]);
    expect(hex(messageHash(sealed.hdr))).toBe(msg_hash);
    expect(hex(messageKey(fromHex(dispute.message.K_msg), sealed.hdr))).toBe(dispute.message.mok);
  });

  it("KA-20: dispute-open with its disclosure, and what the moderator opens", () => {
    const ctx = contextOf(names.alice, block(1), 1760000400000);
    const change: Change = { reason: reasons.disputeOpen, caseId: fromHex(dispute.case_id) };
    const built = logUpTo(2, ctx).nextCommit(change, alice, ctx, { source: stream(26) });
    const { body, sig, boxes, disclosures, disclosures_hash, commit_hash } = dispute.open;
    expect([built.body, built.sig, built.boxes, built.disclosures, built.hash].map(hex)).toEqual([
      body,
      sig,
      boxes.join(""),
      disclosures,
      commit_hash,
    ]);
    expect(hex(disclosuresHash(fromHex(disclosures)))).toBe(disclosures_hash);
    expect(parseDisclosures(fromHex(disclosures)).entries.map(({ epoch }) => epoch)).toEqual([1]);
    const context = { conv: fromHex(dispute.conv), caseId: fromHex(dispute.case_id), epoch: 2, moderators: [] };
    const opened = openDisclosures(fromHex(disclosures), context, fromHex(names.moderator), [block(20)]);
    expect(hex(opened.get(1))).toBe(dispute.message.K_msg);
    const { hdr, ct, mok } = dispute.message;
    const content = openContent(parseMessageHeader(fromHex(hdr)), fromHex(hdr), fromHex(ct), fromHex(mok));
    expect(hex(content)).toBe(dispute.message.body);
  });

  it("KA-21: dispute-close", () => {
    const ctx = contextOf(names.alice, block(1), 1760000500000);
    const built = logUpTo(3, ctx).nextCommit({ reason: reasons.disputeClose }, alice, ctx, { source: stream(30) });
    const { body, sig, boxes, commit_hash } = dispute.close;
    expect([built.body, built.sig, built.boxes, built.hash].map(hex)).toEqual([body, sig, boxes.join(""), commit_hash]);
    expect(hex(commitHash(built.body))).toBe(commit_hash);
  });

  it("the moderator reads the disclosed message, and the log ends the dispute for everybody", () => {
    const ctx = contextOf(names.moderator, block(20), 1760000500000);
    const log = new ConversationLog(fromHex(dispute.conv));
    const live = events.slice(0, 3).map((event) => log.apply(event, ctx));
    expect(live[1]).toMatchObject({ type: "unreadable", code: "E_EPOCH_KEY" });
    expect(log.roster.map(({ role }) => role)).toEqual([1, 1, 3]);
    const page = new ConversationLog(fromHex(dispute.conv));
    const anchor = { seq: 3, transcript: fromHex(dispute.transcript.T3) };
    expect(page.start([events[0]!, events[2]!], anchor, ctx)).toEqual([]);
    const outcomes = page.openPage(events.slice(0, 3), { seq: 0, transcript: fromHex(dispute.transcript.T0) });
    expect(outcomes.map(({ type }) => type)).toEqual(["commit", "message", "commit"]);
    expect(outcomes[1]).toMatchObject({ body: { b: "Where is my parcel?" } });
    log.apply(events[3]!, ctx);
    expect(log.state).toBe("ended");
  });

  it("KA-22: a read pointer", () => {
    const { out, seq, time } = vectors.read_pointer;
    const ctx = contextOf(names.bob, block(3), time);
    expect(hex(logUpTo(4, ctx).pointer("read", seq, bob, ctx))).toBe(out);
    const { signature, ...pointer } = parsePointer(fromHex(out));
    expect(signature.length).toBe(64);
    expect(hex(signPointer(pointer, bob.edSeed))).toBe(out);
    expect(verifyPointer("read", fromHex(out), bobStatement.edPk)).toBe(true);
  });

  it("KA-23: a receipt", () => {
    const { out, receipt_pk, key_id, seq, server_time } = vectors.receipt;
    const transcript = fromHex(dispute.transcript.T4);
    const signed = signReceipt({ conv: fromHex(dispute.conv), seq, transcript, time: server_time }, block(21));
    expect(hex(signed)).toBe(out);
    expect(hex(receiptKeyId(fromHex(receipt_pk)))).toBe(key_id);
    expect(openReceipt(fromHex(out), fromHex(receipt_pk)).time).toBe(server_time);
  });
});
