import { describe, expect, it } from "vitest";
import { edPublicKey } from "./primitives";
import { openReceipt, signReceipt } from "./receipt";
import { flipped, idOf, seeded } from "./world.fixture";

describe("receipts", () => {
  it("open under the configured key only", () => {
    const seed = seeded("receipt key")(32);
    const receipt = signReceipt({ conv: idOf("c"), seq: 4, transcript: seeded("T")(32), time: 9 }, seed);
    expect(openReceipt(receipt, edPublicKey(seed))).toMatchObject({ seq: 4, time: 9 });
    expect(() => openReceipt(receipt, edPublicKey(seeded("other")(32)))).toThrow("E_SIG");
    for (const at of [40, 73, 75, 100])
      expect(() => openReceipt(flipped(receipt, at), edPublicKey(seed))).toThrow("E_SIG");
  });
});
