/** Owns the choice of the Argon2id implementation: times both at the standard cost and proves that they agree. */
import { argon2id as nobleArgon2id } from "@noble/hashes/argon2.js";
import { argon2id as wasmArgon2id } from "hash-wasm";
import { report, round, spread } from "./figure.mts";

const runs = Number(process.argv[2] ?? 10);
const password = "correct horse battery staple";
const salt = new Uint8Array(16).fill(7);

/** Milliseconds of each run; the first, which compiles, is left out. */
async function time(hash: () => Promise<string> | string): Promise<{ output: string; samples: number[] }> {
  const output = await hash();
  const samples: number[] = [];
  for (let i = 0; i < runs; i++) {
    const start = performance.now();
    await hash();
    samples.push(performance.now() - start);
  }
  return { output, samples };
}

const wasm = await time(() =>
  wasmArgon2id({
    password,
    salt,
    memorySize: 65_536,
    iterations: 3,
    parallelism: 1,
    hashLength: 32,
    outputType: "hex",
  }),
);
const noble = await time(() =>
  Buffer.from(nobleArgon2id(password, salt, { m: 65_536, t: 3, p: 1, dkLen: 32 })).toString("hex"),
);
if (wasm.output !== noble.output) throw new Error("The implementations disagree.");

const [ours, theirs] = [spread(wasm.samples), spread(noble.samples)];
report({
  name: "Argon2id, 64 MiB, t = 3, p = 1: hash-wasm",
  unit: "ms",
  values: ours,
  beside: { name: "@noble/hashes", values: theirs },
  ratio: round(ours.p50 / theirs.p50),
  note: "equal output",
});
