import { describe, expect, it } from "vitest";
import type { LogRow } from "@/lib/crypto/engine-api";
import { audienceOf, isWhole } from "./audience";
import { Receipts } from "./receipts";

const commit = (seq: number, added: readonly string[]) => ({ type: "commit", seq, added }) as LogRow;

describe("for whom a message was written", () => {
  it("leaves out who was let in later, and who came back later", () => {
    const at = audienceOf(
      [commit(1, ["bob", "carol"]), commit(5, ["dave"]), commit(9, ["carol"])],
      ["bob", "carol", "dave"],
    );
    expect(at(4)).toEqual(["bob"]);
    expect(at(6)).toEqual(["bob", "dave"]);
    expect(at(10)).toEqual(["bob", "carol", "dave"]);
  });

  it("takes everybody whose joining lies before what is open", () => {
    expect(audienceOf([commit(40, [])], ["bob"])(41)).toEqual(["bob"]);
  });

  it("keeps a message read by all read, whoever joins afterwards", () => {
    const receipts = new Receipts();
    receipts.advance("bob", "read", 4);
    const before = audienceOf([commit(1, ["bob"])], ["bob"]);
    const after = audienceOf([commit(1, ["bob"]), commit(5, ["dave"])], ["bob", "dave"]);
    expect([before, after].map((audience) => receipts.stateOf(4, audience(4)))).toEqual(["read", "read"]);
  });
});

describe("where the past of a person begins", () => {
  it("is the first event, or the commit that let them in; a commit about others is neither", () => {
    expect(isWhole([commit(1, ["bob"])], "carol")).toBe(true);
    expect(isWhole([commit(5, ["dave", "carol"])], "carol")).toBe(true);
    expect(isWhole([commit(5, ["dave"])], "carol")).toBe(false);
    expect(isWhole([], "carol")).toBe(true);
  });
});
