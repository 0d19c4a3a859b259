import { describe, expect, it } from "vitest";
import { fromHex, toHex, utf8 } from "@/lib/base/bytes";
import { copen, cseal, D, H, pkopen } from "./primitives";
import vectors from "./vectors/vectors.json";

describe("primitives: published vectors", () => {
  it("labels and labelled hashes", () => {
    expect(toHex(D(vectors.D.label))).toBe(vectors.D.out);
    expect(toHex(H(vectors.H.label))).toBe(vectors.H.out);
  });
  it("cseal gives and opens the published bytes", () => {
    const { key, label, aad, pt, out } = vectors.cseal;
    const salt = () => fromHex(out.slice(0, 64));
    expect(toHex(cseal(fromHex(key), label, fromHex(aad), fromHex(pt), salt))).toBe(out);
    expect(toHex(copen(fromHex(key), label, fromHex(aad), fromHex(out)))).toBe(pt);
  });
  it("pkopen opens the published bytes", () => {
    const { rcpt_sk, ctx, out } = vectors.pkseal;
    expect(pkopen("test", fromHex(ctx), fromHex(rcpt_sk), fromHex(out)).length).toBe(out.length / 2 - 53);
    expect(() => pkopen("test", utf8("other"), fromHex(rcpt_sk), fromHex(out))).toThrow("E_OPEN");
  });
});
