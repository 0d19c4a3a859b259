import { argon2id as nobleArgon2id } from "@noble/hashes/argon2.js";
import { ed25519 } from "@noble/curves/ed25519.js";
import fc from "fast-check";
import { argon2id as wasmArgon2id } from "hash-wasm";
import { createHmac, createPrivateKey, createPublicKey, diffieHellman, hkdfSync } from "node:crypto";
import nacl from "tweetnacl";
import { describe, expect, it } from "vitest";
import { type Bytes, concat, fromHex, toHex, utf8 } from "@/lib/base/bytes";
import { argon2id } from "./kdf";
import {
  dh,
  edPublicKey,
  hkdfExpand,
  hkdfExtract,
  hmacSha256,
  secretbox,
  secretboxOpen,
  sha512,
  xPublicKey,
} from "./primitives";

const filled = (value: number, length: number): Bytes => new Uint8Array(length).fill(value);
const ascending = (first: number, last: number): Bytes =>
  Uint8Array.from({ length: last - first + 1 }, (_, i) => first + i);
const bytes = (max: number, min = 0) =>
  fc.uint8Array({ minLength: min, maxLength: max }).map((value): Bytes => new Uint8Array(value));

describe("RFC 7748: X25519", () => {
  it.each([
    {
      scalar: "a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4",
      u: "e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c",
      out: "c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a28552",
    },
    {
      scalar: "4b66e9d4d1b4673c5ad22691957d6af5c11b6421e0ea01d42ca4169e7918ba0d",
      u: "e5210f12786811d3f4b7959d0538ae2c31dbe7106fc03c3efc4cd549c715a493",
      out: "95cbde9476e8907d7aade45cb4b873f88b595a68799fa152e6f8f7647aac7957",
    },
  ])("section 5.2: $scalar", ({ scalar, u, out }) => {
    expect(toHex(dh(fromHex(scalar), fromHex(u)))).toBe(out);
  });
  it("section 5.2: a thousand iterations", () => {
    let [scalar, u] = [xBase, xBase];
    for (let i = 0; i < 1000; i++) [scalar, u] = [dh(scalar, u), scalar];
    expect(toHex(scalar)).toBe("684cf59ba83309552800ef566f2f4d3c1c3887c49360e3875f2eb94d99532c51");
  });
  it("section 6.1: Diffie-Hellman, which is also NaCl's vector", () => {
    const { alice, bob } = naclBox;
    expect(toHex(xPublicKey(alice))).toBe("8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a");
    expect(toHex(xPublicKey(bob))).toBe("de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f");
    expect(toHex(dh(alice, xPublicKey(bob)))).toBe("4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742");
  });
});

const xBase: Bytes = concat(Uint8Array.of(9), new Uint8Array(31));

describe("RFC 8032: Ed25519", () => {
  it.each([
    {
      seed: "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
      key: "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
      message: "",
      signature:
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    },
    {
      seed: "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
      key: "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
      message: "72",
      signature:
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    },
    {
      seed: "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
      key: "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
      message: "af82",
      signature:
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    },
    {
      seed: "833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42",
      key: "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
      message: toHex(sha512(utf8("abc"))),
      signature:
        "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1177331a704",
    },
  ])("section 7.1: key $key", ({ seed, key, message, signature }) => {
    expect(toHex(edPublicKey(fromHex(seed)))).toBe(key);
    expect(toHex(new Uint8Array(ed25519.sign(fromHex(message), fromHex(seed))))).toBe(signature);
    expect(ed25519.verify(fromHex(signature), fromHex(message), fromHex(key), { zip215: false })).toBe(true);
  });
});

describe("RFC 5869: HKDF-SHA256", () => {
  it.each([
    {
      ikm: filled(0x0b, 22),
      salt: ascending(0, 0x0c),
      info: ascending(0xf0, 0xf9),
      prk: "077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5",
      okm: "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865",
    },
    {
      ikm: ascending(0, 0x4f),
      salt: ascending(0x60, 0xaf),
      info: ascending(0xb0, 0xff),
      prk: "06a6b88c5853361a06104c9ceb35b45cef760014904671014a193f40c15fc244",
      okm: "b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac7827271cb41c65e590e09da3275600c2f09b8367793a9aca3db71cc30c58179ec3e87c14c01d5c1f3434f1d87",
    },
    {
      ikm: filled(0x0b, 22),
      salt: new Uint8Array(0),
      info: new Uint8Array(0),
      prk: "19ef24a32c717b167f33a91d6f648bdf96596776afdb6377ac434c1c293ccb04",
      okm: "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8",
    },
  ])("appendix A: $prk", ({ ikm, salt, info, prk, okm }) => {
    expect(toHex(hkdfExtract(salt, ikm))).toBe(prk);
    expect(toHex(hkdfExpand(fromHex(prk), info, okm.length / 2))).toBe(okm);
  });
  it("agrees with OpenSSL on random input", () => {
    fc.assert(
      fc.property(bytes(80), bytes(80), bytes(80), fc.integer({ min: 1, max: 300 }), (ikm, salt, info, length) => {
        const expected = new Uint8Array(hkdfSync("sha256", ikm, salt, info, length));
        expect(hkdfExpand(hkdfExtract(salt, ikm), info, length)).toEqual(expected);
      }),
      { numRuns: 100 },
    );
  });
});

describe("RFC 4231: HMAC-SHA256", () => {
  it.each([
    [filled(0x0b, 20), "Hi There", "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"],
    [utf8("Jefe"), "what do ya want for nothing?", "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"],
    [
      filled(0xaa, 131),
      "Test Using Larger Than Block-Size Key - Hash Key First",
      "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54",
    ],
  ])("case %#", (key, message, out) => {
    expect(toHex(hmacSha256(key, utf8(message)))).toBe(out);
  });
  it("agrees with OpenSSL on random input", () => {
    fc.assert(
      fc.property(bytes(200), bytes(200), (key, message) => {
        expect(toHex(hmacSha256(key, message))).toBe(createHmac("sha256", key).update(message).digest("hex"));
      }),
      { numRuns: 100 },
    );
  });
});

describe("Argon2id", () => {
  it("RFC 9106 section 5.3, by the second implementation (the first takes no associated data)", () => {
    const cost = { m: 32, t: 3, p: 4, dkLen: 32, key: filled(3, 8), personalization: filled(4, 12) };
    const tag = nobleArgon2id(filled(1, 32), filled(2, 16), cost);
    expect(toHex(tag)).toBe("0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659");
  });
  it("PT-13: both implementations give the same bytes", async () => {
    const property = fc.asyncProperty(
      bytes(64, 1),
      bytes(16, 16),
      fc.integer({ min: 8, max: 200 }),
      fc.integer({ min: 1, max: 4 }),
      async (password, salt, memorySize, iterations) => {
        const shared = { password, salt, memorySize, iterations, parallelism: 1, hashLength: 32 };
        const wasm = await wasmArgon2id({ ...shared, outputType: "binary" });
        const noble = nobleArgon2id(password, salt, { m: memorySize, t: iterations, p: 1, dkLen: 32 });
        expect(toHex(wasm)).toBe(toHex(noble));
      },
    );
    await fc.assert(property, { numRuns: 40 });
  });
  it("PT-13: ours gives the second implementation's bytes at the lowest stored cost", async () => {
    const [password, salt] = [utf8("correct horse battery staple"), ascending(1, 16)];
    const ours = await argon2id(password, salt, { mKib: 47_104, t: 1, p: 1 });
    expect(toHex(ours)).toBe(toHex(nobleArgon2id(password, salt, { m: 47_104, t: 1, p: 1, dkLen: 32 })));
  });
});

const naclBox = {
  alice: fromHex("77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a"),
  bob: fromHex("5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb"),
  firstKey: fromHex("1b27556473e985d462cd51197a9a46c76009549eac6474f206c4ee0844f68389"),
  nonce: fromHex("69696ee955b62b73cd62bda875fc73d68219e0036b7a0b37"),
  message: fromHex(
    "be075fc53c81f2d5cf141316ebeb0c7b5228c52a4c62cbd44b66849b64244ffce5ecbaaf33bd751a1ac728d45e6c61296cdc3c01233561f41db66cce314adb310e3be8250c46f06dceea3a7fa1348057e2f6556ad6b1318a024a838f21af1fde048977eb48f59ffd4924ca1c60902e52f0a089bc76897040e082f937763848645e0705",
  ),
  box: "f3ffc7703f9400e52a7dfb4b3d3305d98e993b9f48681273c29650ba32fc76ce48332ea7164d96a4476fb8c531a1186ac0dfc17c98dce87b4da7f011ec48c97271d2c20f9b928fe2270d6fb863d51738b48eeee314a7cc8ab932164548e526ae90224368517acfeabd6bb3732bc0e9da99832b61ca01b6de56244a9e88d5f9b37973f622a43d14a6599b1f654cb45a74e355a5",
};

describe("NaCl", () => {
  it("secretbox gives and opens the published box", () => {
    const { firstKey, nonce, message, box } = naclBox;
    expect(toHex(secretbox(message, nonce, firstKey))).toBe(box);
    expect(secretboxOpen(fromHex(box), nonce, firstKey)).toEqual(message);
  });
  it("box is secretbox under the published first key", () => {
    const { alice, bob, firstKey, nonce, message, box } = naclBox;
    expect(toHex(nacl.box.before(xPublicKey(bob), alice))).toBe(toHex(firstKey));
    expect(toHex(nacl.box(message, nonce, xPublicKey(bob), alice))).toBe(box);
  });
});

describe("X25519 against OpenSSL", () => {
  const privateKeyOf = (scalar: Bytes) => {
    const der = concat(fromHex("302e020100300506032b656e04220420"), scalar);
    return createPrivateKey({ key: Buffer.from(der), format: "der", type: "pkcs8" });
  };
  const publicKeyOf = (u: Bytes) => {
    const der = concat(fromHex("302a300506032b656e032100"), u);
    return createPublicKey({ key: Buffer.from(der), format: "der", type: "spki" });
  };
  const opensslDh = (scalar: Bytes, u: Bytes) =>
    new Uint8Array(diffieHellman({ privateKey: privateKeyOf(scalar), publicKey: publicKeyOf(u) }));

  it("agrees on any coordinate, on the curve or on its twist", () => {
    fc.assert(
      fc.property(bytes(32, 32), bytes(32, 32), (scalar, u) => {
        expect(dh(scalar, u)).toEqual(opensslDh(scalar, u));
      }),
      { numRuns: 100 },
    );
  });
  it("agrees on coordinates at the edge: small, close to the prime, not canonical, top bit set", () => {
    const scalar = ascending(1, 32);
    const small = [2, 3, 4, 5, 6, 9, 16, 18].map((first) => concat(Uint8Array.of(first), new Uint8Array(31)));
    const large = [0xe0, 0xea, 0xeb, 0xef, 0xf0, 0xff].flatMap((first) =>
      [0x7f, 0xff].map((top) => concat(Uint8Array.of(first), filled(0xff, 30), Uint8Array.of(top))),
    );
    for (const u of [...small, ...large]) expect(dh(scalar, u)).toEqual(opensslDh(scalar, u));
  });
  it("agrees on scalars at the edge: nothing set but what clamping sets, everything set", () => {
    for (const scalar of [filled(0, 32), filled(0xff, 32), filled(0x80, 32), filled(7, 32)]) {
      for (const u of [xBase, ascending(40, 71)]) expect(dh(scalar, u)).toEqual(opensslDh(scalar, u));
    }
  });
});
