import { describe, expect, it } from "vitest";
import { fromHex, toHex } from "@/lib/base/bytes";
import { createStatement, verifyChain } from "./identity";
import vectors from "./vectors/vectors.json";

const seedOf = (block: number) => fromHex(vectors.rng_requests[block]!.out);

describe("identity statements: published vectors", () => {
  it("KA-2, KA-16, KA-17", () => {
    const alice = createStatement({
      userId: fromHex(vectors.names.alice),
      generation: 1,
      flags: 0,
      edSeed: seedOf(0),
      xSecret: seedOf(1),
      time: 1760000000000,
    });
    expect(toHex(alice)).toBe(vectors.identity.alice_stmt);
    const chain = verifyChain([alice, fromHex(vectors.identity_rotation.stmt)]);
    expect(toHex(chain[0]!.hash)).toBe(vectors.identity.alice_stmt_hash);
    expect(toHex(chain[1]!.hash)).toBe(vectors.identity_rotation.stmt_hash);
    const bob = verifyChain([fromHex(vectors.bob_identity.stmt), fromHex(vectors.identity_reset.stmt)]);
    expect(toHex(bob[1]!.hash)).toBe(vectors.identity_reset.stmt_hash);
  });
});
