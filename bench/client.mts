/** Owns the figures of the engine alone: unlocking, sealing, opening a page of fifty, and a log's state. In one process, without a network. */
import { bytesToUuid, fromBase64, uuidToBytes } from "@/lib/base/bytes";
import { createEngine } from "@/lib/crypto/engine";
import { random } from "@/lib/crypto/primitives";
import { transcriptStart } from "@/lib/crypto/transcript";
import { parseSlot } from "@/lib/crypto/wrap-slot";
import type { DecodedEvent, WireAccount } from "@/lib/protocol/wire";
import { report, round, spread } from "./figure.mts";

const modRoots = ["11".repeat(32)];
const password = "a password for benchmarks only";

async function timed<T>(work: () => Promise<T>): Promise<{ ms: number; value: T }> {
  const began = performance.now();
  const value = await work();
  return { ms: performance.now() - began, value };
}

async function newAccount(name: string) {
  const engine = createEngine({ modRoots });
  const userId = bytesToUuid(random(16));
  const made = await engine.createAccount({ userId, password });
  const slots = made.slots.map((body) => {
    const slot = parseSlot(fromBase64(body));
    return { slot_id: bytesToUuid(slot.slotId), kind: slot.kind, body };
  });
  const served: WireAccount = {
    user_id: userId,
    handle: name,
    display_name: name,
    statements: [made.statement],
    slots,
    bundle: { version: 1, body: made.bundle },
    store: { version: 1, body: made.store },
  };
  return { engine, userId, served };
}

const [alice, bob] = [await newAccount("alice"), await newAccount("bob")];
const unlocks: number[] = [];
const secrets: number[] = [];
for (let i = 0; i < 10; i++) {
  const engine = createEngine({ modRoots });
  unlocks.push((await timed(() => engine.unlock(alice.served, { kind: "password", password }))).ms);
  secrets.push((await timed(() => engine.authSecret("alice@parley.test", password))).ms);
}
report({
  name: "unlock with the password (Argon2id 64 MiB, t = 3, bundle and chain checked)",
  unit: "ms",
  values: spread(unlocks),
});
report({ name: "login secret of a password", unit: "ms", values: spread(secrets) });

const conversation = bytesToUuid(random(16));
for (const { engine } of [alice, bob]) await engine.learn([alice.served, bob.served]);
const members = [alice.userId, bob.userId];
const genesis = await alice.engine.genesis({ conversation, form: "direct", members, context: null });
const event = (
  seq: number,
  kind: 1 | 2,
  parts: Partial<Record<"hash" | "body" | "sig" | "ct" | "boxes", string>>,
): DecodedEvent => {
  const bytes = (text: string | undefined) => (text === undefined ? null : fromBase64(text));
  const { hash = "", body, sig, ct, boxes } = parts;
  const nothing = { disclosures: null, metadata: null, tombstone: null };
  const decoded = { hash: fromBase64(hash), body: bytes(body), sig: bytes(sig), ct: bytes(ct), boxes: bytes(boxes) };
  return { seq, kind, receivedAt: Date.now(), ...decoded, ...nothing };
};
const first = event(1, 1, genesis);
const anchor = { seq: 0, transcript: transcriptStart(uuidToBytes(conversation)) };
for (const { engine } of [alice, bob]) {
  await engine.start({ conversation, context: null, commits: [first], anchor, events: [first] });
}

const seals: number[] = [];
const events: DecodedEvent[] = [];
for (let i = 0; i < 500; i++) {
  const msgId = bytesToUuid(random(16));
  const body = { v: 1 as const, t: "text" as const, ts: Date.now(), b: `message ${i} ${"x".repeat(60)}` };
  const { ms, value } = await timed(() => alice.engine.seal(conversation, msgId, body));
  seals.push(ms);
  const { hdr, ...rest } = value;
  const sealed = event(i + 2, 2, { ...rest, body: hdr });
  events.push(sealed);
  await alice.engine.apply(conversation, [sealed]);
}
report({ name: "seal a message", unit: "ms", values: spread(seals) });

const pages: number[] = [];
for (let at = 0; at < events.length; at += 50) {
  pages.push((await timed(() => bob.engine.apply(conversation, events.slice(at, at + 50)))).ms);
}
report({
  name: "open a page of 50 messages, signatures checked, rows sealed for the cache",
  unit: "ms",
  values: spread(pages),
  target: "<= 200",
});

const snapshots = [];
for (let i = 0; i < 20; i++) snapshots.push(await timed(() => bob.engine.snapshot(conversation)));
const bytes = snapshots[0]?.value.sealed.length ?? 0;
report({
  name: "state of a log, serialised and sealed",
  unit: "ms",
  values: { ...spread(snapshots.map(({ ms }) => ms)), kilobytes: round(bytes / 1000) },
});
process.exit(0);
