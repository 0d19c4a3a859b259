/** Owns the compact form of a log's state. It holds epoch keys: whoever stores it seals it. */
import { type Bytes, fromUtf8, utf8 } from "@/lib/base/bytes";
import { CodedError, type ErrorCode, isErrorCode } from "@/lib/base/errors";
import {
  type AddPolicy,
  addPolicies,
  policyTypes,
  type Role,
  roles,
  type Roster,
  type RosterEntry,
} from "@/lib/protocol/commit";
import { compareBytes, Reader, Writer } from "@/lib/protocol/layout";
import { WriterChains } from "./log-chains";
import type { Anchor } from "./log-contract";
import { type EpochRecord, type LogState, readMessageIds, readTombstones } from "./log-state";
import { keyOf, TranscriptWindow } from "./log-window";
import { diffRosters, type OpenCase, type Standing } from "./standing";

const version = 2;

function broken(): never {
  throw new CodedError("E_FORMAT", "snapshot");
}

function writeMaybe<T>(writer: Writer, value: T | null | undefined, write: (value: T) => void): void {
  writer.u8(value === null || value === undefined ? 0 : 1);
  if (value !== null && value !== undefined) write(value);
}

function readMaybe<T>(reader: Reader, read: () => T): T | null {
  return reader.u8() === 1 ? read() : null;
}

const writeHash = (writer: Writer, hash: Bytes | null | undefined) => {
  writeMaybe(writer, hash, (value) => writer.bytes(value, 32));
};
const readHash = (reader: Reader) => readMaybe(reader, () => reader.bytes(32));

const writeAnchor = (writer: Writer, { seq, transcript }: Anchor) => writer.u64(seq).bytes(transcript, 32);
const readAnchor = (reader: Reader): Anchor => ({ seq: reader.u64(), transcript: reader.bytes(32) });

function writeList<T>(writer: Writer, list: readonly T[], write: (item: T) => void): void {
  writer.u32(list.length);
  for (const item of list) write(item);
}

function readList<T>(reader: Reader, read: () => T): T[] {
  // Every item takes at least a byte: a damaged length ends with the bytes.
  return Array.from({ length: reader.u32() }, read);
}

const writeCode = (writer: Writer, code: ErrorCode | null) => {
  writeMaybe(writer, code, (value) => writer.u8(value.length).bytes(utf8(value), value.length));
};
const readCode = (reader: Reader) =>
  readMaybe(reader, () => {
    const code = fromUtf8(reader.bytes(reader.u8()));
    return isErrorCode(code) ? code : broken();
  });

function oneOf<T extends number>(value: number, table: Readonly<Record<string, T>>): T {
  return Object.values(table).find((known) => known === value) ?? broken();
}

/** A roster as its difference from the one before: long histories of the same people stay small. */
function writeRoster(writer: Writer, before: Roster, after: Roster): void {
  const { added, removed, changed } =
    before === after ? { added: [], removed: [], changed: [] } : diffRosters(before, after);
  writeList(writer, removed, (entry) => writer.bytes(entry.userId, 16));
  writeList(writer, [...added, ...changed.map((change) => change.after)], (entry) => {
    const { userId, role, stmtHash, edPk, xPk } = entry;
    writer.bytes(userId, 16).u8(role).bytes(stmtHash, 32).bytes(edPk, 32).bytes(xPk, 32);
  });
}

function readRoster(reader: Reader, before: Roster): Roster {
  const removed = readList(reader, () => keyOf(reader.bytes(16)));
  const put = readList(reader, (): RosterEntry => {
    const userId = reader.bytes(16);
    const role: Role = oneOf(reader.u8(), roles);
    return { userId, role, stmtHash: reader.bytes(32), edPk: reader.bytes(32), xPk: reader.bytes(32) };
  });
  if (removed.length + put.length === 0) return before;
  const gone = new Set([...removed, ...put.map((entry) => keyOf(entry.userId))]);
  const kept = before.filter((entry) => !gone.has(keyOf(entry.userId)));
  return [...kept, ...put].sort((a, b) => compareBytes(a.userId, b.userId));
}

/** Epochs do not change, except that their key may be learnt later: each is encoded once. */
const encodedEpochs = new WeakMap<EpochRecord, { readonly msgKey: Bytes | null; readonly bytes: Bytes }>();

function writeEpoch(writer: Writer, record: EpochRecord, before: Roster): void {
  const known = encodedEpochs.get(record);
  const bytes = known?.msgKey === record.msgKey ? known.bytes : encodeEpoch(record, before);
  encodedEpochs.set(record, { msgKey: record.msgKey, bytes });
  writer.bytes(bytes, bytes.length);
}

function encodeEpoch(record: EpochRecord, before: Roster): Bytes {
  const writer = new Writer();
  const { seq, hash, author, time, receivedAt, policy, lifetime, caseId, closing, seen, msgKey } = record;
  writer.u64(seq).bytes(hash, 32).bytes(author, 16).u64(time).u64(receivedAt);
  writer.u8(policy.type).u8(policy.add).u32(policy.retentionDays);
  writer.u32(lifetime.kept);
  writeMaybe(writer, lifetime.proposal, ({ days, by }) => writer.u32(days).bytes(by, 16));
  writer.bytes(caseId, 16).u8(closing ? 1 : 0);
  writeAnchor(writer, seen);
  writeHash(writer, msgKey);
  writeRoster(writer, before, record.roster);
  return writer.finish();
}

function readEpoch(reader: Reader, before: Roster): EpochRecord {
  const head = {
    seq: reader.u64(),
    hash: reader.bytes(32),
    author: reader.bytes(16),
    time: reader.u64(),
    receivedAt: reader.u64(),
  };
  const type = oneOf(reader.u8(), policyTypes);
  const add: AddPolicy = oneOf(reader.u8(), addPolicies);
  const policy = { type, add, retentionDays: reader.u32() };
  const kept = reader.u32();
  const proposal = readMaybe(reader, () => ({ days: reader.u32(), by: reader.bytes(16) }));
  const lifetime = { kept, proposal };
  const caseId = reader.bytes(16);
  const closing = reader.u8() === 1;
  const seen = readAnchor(reader);
  const msgKey = readHash(reader);
  return { ...head, policy, lifetime, caseId, closing, seen, msgKey, roster: readRoster(reader, before) };
}

function writeStanding(writer: Writer, { contextHash, modRoot, openCase, pastCases }: Standing): void {
  writer.bytes(contextHash, 32).bytes(modRoot, 32);
  writeMaybe(writer, openCase, ({ id, opener, used }) => {
    writer.bytes(id, 16).bytes(opener, 16);
    writeList(writer, used, (user) => writer.bytes(user, 16));
  });
  writeList(writer, pastCases, (id) => writer.bytes(id, 16));
}

function readStanding(reader: Reader, conv: Bytes, epochs: readonly EpochRecord[]): Standing {
  const newest = epochs.at(-1) ?? broken();
  const { hash, roster, policy, lifetime, closing } = newest;
  const contextHash = reader.bytes(32);
  const modRoot = reader.bytes(32);
  const openCase = readMaybe(reader, (): OpenCase => {
    const id = reader.bytes(16);
    return { id, opener: reader.bytes(16), used: readList(reader, () => reader.bytes(16)) };
  });
  const pastCases = readList(reader, () => reader.bytes(16));
  return {
    conv,
    epoch: epochs.length,
    hash,
    roster,
    policy,
    lifetime,
    contextHash,
    modRoot,
    openCase,
    pastCases,
    closing,
  };
}

/** All of a log but its own writer chain, which never survives a restart. */
export function writeSnapshot(state: LogState): Bytes {
  const writer = new Writer().u8(version).bytes(state.conv, 16);
  writeHash(writer, state.pins.genesisHash);
  writeHash(writer, state.pins.contextHash);
  state.transcripts.write(writer);
  writeAnchor(writer, state.base);
  writer.u64(state.newestReplayed).u64(state.blindSeq);
  writeHash(writer, state.genesisHash);
  let before: Roster = [];
  writeList(writer, state.epochs, (record) => {
    writeEpoch(writer, record, before);
    before = record.roster;
  });
  writeMaybe(writer, state.standing, (standing) => writeStanding(writer, standing));
  writeList(writer, state.leaves, ({ userId, seq, epoch }) => writer.bytes(userId, 16).u64(seq).u32(epoch));
  state.chains.write(writer);
  state.messageIds.write(writer);
  state.tombstones.write(writer);
  writeCode(writer, state.stop);
  writeCode(writer, state.mute);
  writer
    .u8(state.disputed ? 1 : 0)
    .u8(state.rotate ? 1 : 0)
    .u8(state.member ? 1 : 0);
  writeMaybe(writer, state.metadata, (json) => writer.u32(json.length).bytes(json, json.length));
  writeMaybe(writer, state.proof, (proof) => writeAnchor(writer, proof));
  return writer.finish();
}

/** The state of a snapshot. @throws E_FORMAT, E_RANGE */
export function readSnapshot(bytes: Uint8Array): LogState {
  const reader = new Reader(bytes);
  if (reader.u8() !== version) broken();
  const conv = reader.bytes(16);
  const genesisPin = readHash(reader);
  const contextPin = readHash(reader);
  const pins = { ...(genesisPin && { genesisHash: genesisPin }), ...(contextPin && { contextHash: contextPin }) };
  const transcripts = TranscriptWindow.read(reader);
  const head = { base: readAnchor(reader), newestReplayed: reader.u64(), blindSeq: reader.u64() };
  const genesisHash = readHash(reader);
  let before: Roster = [];
  const epochs = readList(reader, () => {
    const record = readEpoch(reader, before);
    before = record.roster;
    return record;
  });
  const state = {
    conv,
    pins,
    transcripts,
    ...head,
    genesisHash,
    epochs,
    standing: readMaybe(reader, () => readStanding(reader, conv, epochs)),
    leaves: readList(reader, () => ({ userId: reader.bytes(16), seq: reader.u64(), epoch: reader.u32() })),
    chains: WriterChains.read(reader),
    messageIds: readMessageIds(reader),
    tombstones: readTombstones(reader),
    stop: readCode(reader),
    mute: readCode(reader),
    disputed: reader.u8() === 1,
    rotate: reader.u8() === 1,
    member: reader.u8() === 1,
    metadata: readMaybe(reader, () => reader.bytes(reader.u32())),
    proof: readMaybe(reader, () => readAnchor(reader)),
  };
  reader.end();
  return state;
}
