/** Owns the choice of the curve implementations: times @noble beside TweetNaCl on the operations of the protocol. */
import { ed25519, x25519 } from "@noble/curves/ed25519.js";
import { sha512 } from "@noble/hashes/sha2.js";
import nacl from "tweetnacl";
import { report, round, spread } from "./figure.mts";

const runs = Number(process.argv[2] ?? 100);
const bytes = (length: number, first: number) => Uint8Array.from({ length }, (_, i) => (first + 31 * i) % 256);
const [seed, secret, message] = [bytes(32, 1), bytes(32, 9), bytes(300, 5)];
const pair = nacl.sign.keyPair.fromSeed(seed);
const peer = nacl.scalarMult.base(bytes(32, 77));
const signature = nacl.sign.detached(message, pair.secretKey);
const hashed = bytes(128, 3);

function thousandTimes(hash: () => Uint8Array): Uint8Array {
  let last = hash();
  for (let i = 1; i < 1000; i++) last = hash();
  return last;
}

interface Operation {
  readonly name: string;
  readonly noble: () => unknown;
  readonly tweetnacl: () => unknown;
}

const operations: readonly Operation[] = [
  {
    name: "Ed25519 signature from a seed",
    noble: () => ed25519.sign(message, seed),
    tweetnacl: () => nacl.sign.detached(message, nacl.sign.keyPair.fromSeed(seed).secretKey),
  },
  {
    name: "Ed25519 public key",
    noble: () => ed25519.getPublicKey(seed),
    tweetnacl: () => nacl.sign.keyPair.fromSeed(seed).publicKey,
  },
  {
    name: "Ed25519 verification, strict with @noble",
    noble: () => ed25519.verify(signature, message, pair.publicKey, { zip215: false }),
    tweetnacl: () => nacl.sign.detached.verify(message, signature, pair.publicKey),
  },
  {
    name: "X25519 public key",
    noble: () => x25519.getPublicKey(secret),
    tweetnacl: () => nacl.scalarMult.base(secret),
  },
  {
    name: "X25519 shared secret",
    noble: () => x25519.getSharedSecret(secret, peer),
    tweetnacl: () => nacl.scalarMult(secret, peer),
  },
  {
    name: "SHA-512 of 128 bytes, a thousand times",
    noble: () => thousandTimes(() => sha512(hashed)),
    tweetnacl: () => thousandTimes(() => nacl.hash(hashed)),
  },
];

function time(run: () => unknown): number {
  const start = performance.now();
  run();
  return performance.now() - start;
}

for (const { name, noble, tweetnacl } of operations) {
  if (String(noble()) !== String(tweetnacl())) throw new Error(`${name}: the implementations disagree.`);
  const samples = Array.from({ length: runs }, () => ({ noble: time(noble), tweetnacl: time(tweetnacl) }));
  const ours = spread(samples.map((sample) => sample.noble));
  const theirs = spread(samples.map((sample) => sample.tweetnacl));
  report({
    name: `${name}: @noble`,
    unit: "ms",
    values: ours,
    beside: { name: "TweetNaCl", values: theirs },
    ratio: round(ours.p50 / theirs.p50),
  });
}
