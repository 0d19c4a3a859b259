import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const folder = fileURLToPath(new URL(".", import.meta.url));
const sources = readdirSync(folder)
  .filter((name) => name.endsWith(".ts") && !/\.(test|fixture)\.ts$/.test(name))
  .map((name) => ({ name, text: readFileSync(folder + name, "utf8") }));

/** Labels of the conversations half, each with the operation it belongs to. */
const purposes: Readonly<Record<string, string>> = {
  "id-hash": "H",
  "conv-context": "H",
  "commit-hash": "H",
  boxes: "H",
  disclosures: "H",
  "meta-hash": "H",
  "mod-root": "H",
  "mod-select": "H",
  "msg-hash": "H",
  "chain-start": "H",
  t0: "H",
  t: "H",
  mok: "D",
  "msg/enc": "D",
  "msg/nonce": "D",
  "msg/frank": "D",
  frank: "D",
  "disclosure-eph": "D",
  "id-sig": "sign",
  "commit-sig": "sign",
  "msg-sig": "sign",
  "mod-cert-sig": "sign",
  "mod-list-sig": "sign",
  "receipt-sig": "sign",
  "epoch-key": "seal",
  disclosure: "seal",
  meta: "seal",
};

const operations = /\b(H|D|sign|verify|pkseal|pkopen|openWithAny|cseal|copen)\(\s*(?:[A-Za-z.]+,\s*)?"([^"]+)"/g;
const familyOf: Readonly<Record<string, string>> = { H: "H", D: "D", sign: "sign", verify: "sign" };

describe("PT-12: labels", () => {
  const uses = sources.flatMap(({ name, text }) =>
    [...text.matchAll(operations)].map(([, operation, label]) => ({
      name,
      label: label!,
      family: familyOf[operation!] ?? "seal",
    })),
  );

  it("each serve one purpose", () => {
    for (const label of new Set(uses.map((use) => use.label))) {
      const families = uses.filter((use) => use.label === label).map((use) => use.family);
      expect(new Set(families).size, label).toBe(1);
    }
  });

  it("of conversations are the ones of the protocol, for the operation they are meant for", () => {
    for (const [label, family] of Object.entries(purposes)) {
      expect(
        uses.filter((use) => use.label === label).map((use) => use.family),
        label,
      ).toContain(family);
    }
    const text = sources.map((source) => source.text).join("");
    for (const dynamic of ["epoch/${part}", "read-sig", "view-sig"]) expect(text).toContain(dynamic);
  });
});
