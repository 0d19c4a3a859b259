import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { concat, fromHex } from "@/lib/base/bytes";
import { codeWhen } from "./code-when";
import { random } from "./primitives";
import { type SafetySide, safetyNumber } from "./safety-number";
import vectors from "./vectors/vectors.json";

const { identity, names } = vectors;
const alice = {
  userId: fromHex(names.alice),
  edPk: fromHex(identity.alice_ed_pk),
  xPk: fromHex(identity.alice_x_pk),
};
const bob = { userId: fromHex(names.bob), edPk: fromHex(identity.bob_ed_pk), xPk: fromHex(identity.bob_x_pk) };

describe("the safety number", () => {
  it("is twelve groups of five digits and a code of 64 bytes, the same from both sides", () => {
    const { number, qr } = safetyNumber(alice, bob);
    expect(number).toMatch(/^(\d{5} ){11}\d{5}$/);
    expect(qr.length).toBe(64);
    expect(safetyNumber(bob, alice)).toEqual({ number, qr });
    expect(number.slice(0, 35) < number.slice(36)).toBe(true);
  });
  it("is what the protocol's text says, leading zeros included, computed apart with OpenSSL", () => {
    const sha512 = (...parts: Uint8Array[]) => createHash("sha512").update(Buffer.concat(parts)).digest();
    const apart = ({ userId, edPk, xPk }: SafetySide) => {
      let hash = sha512(Buffer.of(19), Buffer.from("chat-e2ee/v1/safety"), edPk, xPk, userId);
      for (let i = 0; i < 5199; i++) hash = sha512(hash, edPk, xPk);
      const groups = [0, 5, 10, 15, 20, 25].map((at) => String(hash.readUIntBE(at, 5) % 100_000).padStart(5, "0"));
      return { text: groups.join(" "), start: new Uint8Array(hash.subarray(0, 32)) };
    };
    const sideOf = (seed: number): SafetySide => ({
      userId: new Uint8Array(16).fill(seed),
      edPk: new Uint8Array(32).fill(seed + 1),
      xPk: new Uint8Array(32).fill(seed + 2),
    });
    const [a, b] = [sideOf(5), sideOf(91)];
    const halves = [a, b].map(apart).toSorted((one, other) => (one.text < other.text ? -1 : 1));
    const number = halves.map(({ text }) => text).join(" ");
    expect(safetyNumber(a, b)).toEqual({ number, qr: concat(...halves.map(({ start }) => start)) });
    expect(number).toBe("06857 37126 00593 74532 30080 47051 80687 00217 29303 28906 12359 13836");
  });
  it("S08: differs for every key and id", () => {
    const base = safetyNumber(alice, bob).number;
    for (const change of [{ userId: random(16) }, { edPk: random(32) }, { xPk: random(32) }]) {
      expect(safetyNumber(alice, { ...bob, ...change }).number).not.toBe(base);
    }
    expect(safetyNumber(alice, { ...bob, edPk: bob.xPk, xPk: bob.edPk }).number).not.toBe(base);
  });
  it("is not made of fields of a wrong length", () => {
    for (const change of [{ userId: random(15) }, { edPk: random(33) }, { xPk: random(31) }]) {
      expect(codeWhen(() => safetyNumber({ ...bob, ...change }, alice))).toBe("E_KEY");
    }
  });
});
