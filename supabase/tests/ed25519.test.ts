import { ed25519 } from "@noble/curves/ed25519.js";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Bytes, concat, fromHex, toHex, utf8 } from "@/lib/base/bytes";
import { validEd, validX } from "@/lib/crypto/keys";
import vectors from "@/lib/crypto/vectors/vectors.json";
import { D, edPublicKey, random, sha512, sign, verify } from "@/lib/crypto/primitives";
import { type Database, openDatabase } from "./support/database";

let db: Database;
beforeAll(async () => {
  db = await openDatabase();
});
afterAll(() => db.close());

const { Point } = ed25519;
const L = Point.Fn.ORDER;
const P = Point.Fp.ORDER;
const label = "test";

/** A signature under a label, as both sides are asked about it. */
interface Claim {
  readonly key: Uint8Array;
  readonly message: Uint8Array;
  readonly signature: Uint8Array;
}

async function inSql(claims: readonly Claim[]): Promise<boolean[]> {
  const { rows } = await db.query<{ good: boolean }>(
    `select private.is_signed($1, c.message, c.signature, c.key) as good
       from unnest($2::bytea[], $3::bytea[], $4::bytea[]) with ordinality as c (key, message, signature, at) order by c.at`,
    [label, ...(["key", "message", "signature"] as const).map((part) => claims.map((c) => Buffer.from(c[part])))],
  );
  return rows.map((row) => row.good);
}

const onClient = (claims: readonly Claim[]) => claims.map((c) => verify(label, c.message, c.signature, c.key));

/** Both answers to each claim; they have to be the same. */
async function verdicts(claims: readonly Claim[]): Promise<boolean[]> {
  const [server, client] = [await inSql(claims), onClient(claims)];
  const differing = claims.filter((_, i) => server[i] !== client[i]);
  expect(differing.map((c) => [c.key, c.message, c.signature].map((b) => toHex(new Uint8Array(b))))).toEqual([]);
  return client;
}

function le(n: bigint): Bytes {
  return Uint8Array.from({ length: 32 }, (_, i) => Number((n >> BigInt(8 * i)) & 255n));
}

/** Eight points of small order, as canonical bytes. */
function smallPoints(): InstanceType<typeof Point>[] {
  const found = new Map<string, InstanceType<typeof Point>>();
  for (let i = 2n; found.size < 8; i++) {
    try {
      let point = Point.fromBytes(le(i)).multiplyUnsafe(L - 1n);
      point = point.add(Point.fromBytes(le(i)));
      for (let n = 0, sum = Point.ZERO; n < 8; n++, sum = sum.add(point)) found.set(sum.toHex(), sum);
    } catch {
      // This y is no point's.
    }
  }
  return [...found.values()];
}
const small = smallPoints();

/** A signature of `message` whose A and R have parts of small order added. */
function withTorsion(ofA: InstanceType<typeof Point>, ofR: InstanceType<typeof Point>, message: Bytes): Claim {
  const [a, r] = [Point.Fn.create(BigInt(`0x${toHex(random(32))}`)), Point.Fn.create(BigInt(`0x${toHex(random(32))}`))];
  const key = Point.BASE.multiply(a).add(ofA).toBytes();
  const R = Point.BASE.multiply(r).add(ofR).toBytes();
  return { key, message, signature: concat(R, le(Point.Fn.create(r + challenge(R, key, message) * a))) };
}

function challenge(R: Uint8Array, key: Uint8Array, message: Uint8Array): bigint {
  const digest = sha512(concat(new Uint8Array(R), new Uint8Array(key), D(label), new Uint8Array(message)));
  return Point.Fn.create(digest.reduceRight((n, byte) => (n << 8n) | BigInt(byte), 0n));
}

/** Two test vectors of RFC 8032, section 7.1, and its message of 1,023 bytes is far longer than any of ours. */
const rfc = [
  [
    "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
    "",
    "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
  ],
  [
    "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
    "72",
    "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
  ],
  [
    "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
    "af82",
    "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
  ],
  [
    "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
    "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
    "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1177331a704",
  ],
] as const;

describe("M48: Ed25519 in the database", () => {
  it("accepts the vectors of RFC 8032, and none of them with a bit changed", async () => {
    for (const [key, message, signature] of rfc) {
      const bytes = [key, message, signature].map((hex) => Buffer.from(hex, "hex"));
      const verified = "select private.ed25519_verify($1, $2, $3) as good";
      expect((await db.query(verified, bytes)).rows).toEqual([{ good: true }]);
      for (const part of [0, 2]) {
        const bent = bytes.map((b) => Buffer.from(b));
        bent[part]![7]! ^= 4;
        expect((await db.query(verified, bent)).rows).toEqual([{ good: false }]);
      }
    }
  });

  it("accepts what the project's own vectors sign: statements, a rotation under the older key, a commit, a message", async () => {
    const { identity, identity_rotation: rotation, commit, message } = vectors;
    const [first, next] = [fromHex(identity.alice_stmt), fromHex(rotation.stmt)];
    const owner = fromHex(identity.alice_ed_pk);
    const claims = [
      ["id-sig", first.subarray(0, 132), first.subarray(132, 196), owner],
      ["id-sig", next.subarray(0, 132), next.subarray(132, 196), fromHex(rotation.ed_pk)],
      ["id-sig", next.subarray(0, 132), next.subarray(196), owner],
      ["commit-sig", fromHex(commit.body), fromHex(commit.sig), owner],
      ["msg-sig", fromHex(message.hdr), fromHex(message.sig), owner],
    ] as const;
    for (const [name, ...bytes] of claims) {
      const ask = (asked: string) =>
        db.query("select private.is_signed($1, $2, $3, $4) as good", [asked, ...bytes.map((b) => Buffer.from(b))]);
      expect((await ask(name)).rows).toEqual([{ good: true }]);
      expect((await ask("test")).rows).toEqual([{ good: false }]);
    }
  });

  it("says no to wrong lengths and to nothing, and never fails", async () => {
    const seed = random(32);
    const [key, signature] = [edPublicKey(seed), sign(label, utf8("hello"), seed)];
    const strange: (Uint8Array | null)[][] = [
      [key.subarray(1), utf8("hello"), signature],
      [concat(key, key), utf8("hello"), signature],
      [key, utf8("hello"), signature.subarray(1)],
      [key, utf8("hello"), new Uint8Array(0)],
      [null, utf8("hello"), signature],
      [key, null, signature],
      [key, utf8("hello"), null],
    ];
    for (const args of strange) {
      const { rows } = await db.query(
        "select private.ed25519_verify($1, $2, $3) as good",
        args.map((bytes) => bytes && Buffer.from(bytes)),
      );
      expect(rows).toEqual([{ good: false }]);
    }
  });

  it("agrees with clients about every point of small order, as key and as R, and about keys with such a part", async () => {
    expect(small).toHaveLength(8);
    const message = utf8("whose is it?");
    const s = Point.Fn.create(BigInt(`0x${toHex(random(32))}`));
    const asKey = small.flatMap((point) =>
      small.map((R) => ({ key: point.toBytes(), message, signature: concat(new Uint8Array(R.toBytes()), le(0n)) })),
    );
    expect(await verdicts(asKey)).not.toContain(true);
    const asR = small.map((point) => {
      const key = Point.BASE.multiply(s).toBytes();
      const R = new Uint8Array(point.toBytes());
      return { key, message, signature: concat(R, le(Point.Fn.create(challenge(R, key, message) * s))) };
    });
    expect(await verdicts(asR)).toEqual(asR.map(() => true));
    const mixed = small.flatMap((ofA) => small.map((ofR) => withTorsion(ofA, ofR, message)));
    expect(await verdicts(mixed)).toEqual(mixed.map(() => true));
  });

  it("agrees about encodings that are not canonical, and about S that is not below L", async () => {
    const seed = random(32);
    const message = utf8("hello");
    const [key, signature] = [edPublicKey(seed), sign(label, message, seed)];
    const S = signature.subarray(32).reduceRight((n, byte) => (n << 8n) | BigInt(byte), 0n);
    const withS = (n: bigint) => ({ key, message, signature: concat(signature.subarray(0, 32), le(n)) });
    const scalars = [S, S + L, S + 2n * L, S + 8n * L, 0n, 1n, L - 1n, L, L + 1n, 2n ** 255n, 2n ** 256n - 1n];
    expect(await verdicts(scalars.map((n) => withS(n % 2n ** 256n)))).toEqual(scalars.map((_, i) => i === 0));
    // y from p to 2^255 + 18, with and without sign: the same points as y - p, written otherwise.
    const strange = Array.from({ length: 19 }, (_, i) => le(P + BigInt(i))).flatMap((y) => [
      y,
      Uint8Array.from(y, (byte, i) => (i === 31 ? byte | 128 : byte)),
    ]);
    const negativeZero = [1n, P - 1n].map((y) => Uint8Array.from(le(y), (byte, i) => (i === 31 ? byte | 128 : byte)));
    const encodings = [...strange, ...negativeZero, le(2n), le(2n ** 256n - 1n)];
    const asKeys = encodings.map((bytes) => ({ key: bytes, message, signature }));
    const asRs = encodings.map((R) => ({ key, message, signature: concat(R, le(0n)) }));
    expect(await verdicts([...asKeys, ...asRs])).not.toContain(true);
  });

  it("agrees about what is random, and about genuine signatures with something changed", async () => {
    const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
    const genuine = fc.record({ seed: bytes(32), message: fc.uint8Array({ maxLength: 300 }) }).map((g) => {
      const seed = new Uint8Array(g.seed);
      return { key: edPublicKey(seed), message: g.message, signature: sign(label, g.message, seed) };
    });
    const changed = fc
      .tuple(genuine, fc.constantFrom("key", "message", "signature"), fc.nat(), fc.integer({ min: 1, max: 255 }))
      .map(([claim, part, at, mask]) => {
        const copy = { ...claim, [part]: Uint8Array.from(claim[part as keyof Claim]) };
        const target = copy[part as keyof Claim];
        if (target.length > 0) target[at % target.length]! ^= mask;
        return copy;
      });
    const noise = fc.record({ key: bytes(32), message: fc.uint8Array({ maxLength: 64 }), signature: bytes(64) });
    const torsion = fc
      .tuple(fc.nat(7), fc.nat(7), fc.uint8Array({ maxLength: 64 }))
      .map(([a, r, message]) => withTorsion(small[a]!, small[r]!, new Uint8Array(message)));
    const batches = fc.array(fc.oneof(genuine, changed, noise, torsion), { minLength: 20, maxLength: 20 });
    let good = 0;
    let all = 0;
    await fc.assert(
      fc.asyncProperty(batches, async (claims) => {
        const answers = await verdicts(claims);
        good += answers.filter(Boolean).length;
        all += answers.length;
      }),
      { numRuns: Number(process.env.PARLEY_RUNS ?? 8) },
    );
    expect(good).toBeGreaterThan(all * 0.2);
    expect(good).toBeLessThan(all * 0.9);
  });
});

describe("validEd and validX in the database", () => {
  it("agree with clients about points of small order, other writings of them, and random bytes", async () => {
    const lowX = [0n, 1n, 325606250916557431795983626356110631294008115727848805560023387167927233504n].concat(
      39382357235489614581723060781553021112529911719440698176882885853963445705823n,
      P - 1n,
    );
    const unreduced = lowX.filter((u) => u + P < 2n ** 255n).map((u) => u + P);
    const masked = [...lowX, ...unreduced].map((u) => u + 2n ** 255n);
    const numbers = [...lowX, ...unreduced, ...masked, 2n, 9n, P - 2n, P + 2n, 2n ** 255n - 1n, 2n ** 256n - 1n];
    const keys = [
      ...numbers.map(le),
      ...small.map((point) => new Uint8Array(point.toBytes())),
      ...Array.from({ length: 40 }, () => random(32)),
      ...Array.from({ length: 10 }, () => edPublicKey(random(32))),
      random(31),
      random(33),
    ];
    const { rows } = await db.query<{ ed: boolean; x: boolean }>(
      "select private.valid_ed(k.key) as ed, private.valid_x(k.key) as x from unnest($1::bytea[]) with ordinality as k (key, at) order by k.at",
      [keys.map((key) => Buffer.from(key))],
    );
    expect(rows).toEqual(keys.map((key) => ({ ed: validEd(key), x: validX(key) })));
    expect(rows.filter((row) => !row.x).length).toBeGreaterThanOrEqual(lowX.length * 2);
  });
});
