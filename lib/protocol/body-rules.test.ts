import { describe, expect, it } from "vitest";
import { toBase64Url } from "@/lib/base/bytes";
import type { Body } from "./body";
import { mayChange, roleMaySay } from "./body-rules";
import { roles } from "./commit";
import { editWindowMs } from "./limits";

const caseId = new Uint8Array(16).fill(3);
const hash = toBase64Url(new Uint8Array(32));
const [alice, bob] = ["alice", "bob"];
const base = { v: 1, ts: 0 } as const;

describe("who may say what", () => {
  it("locks belong to moderators of the open case", () => {
    for (const t of ["lock", "unlock"] as const) {
      const body: Body = { ...base, t, case: toBase64Url(caseId) };
      expect(roleMaySay(body, roles.moderator, caseId)).toBe(true);
      expect(roleMaySay(body, roles.moderator, new Uint8Array(16))).toBe(false);
      expect(roleMaySay(body, roles.admin, caseId)).toBe(false);
    }
  });

  it("marked statements belong to moderators", () => {
    const body: Body = { ...base, t: "modnote-public", b: "x" };
    expect(roleMaySay(body, roles.moderator, caseId)).toBe(true);
    expect(roleMaySay(body, roles.member, caseId)).toBe(false);
  });

  it("everybody may write", () => {
    for (const role of Object.values(roles))
      expect(roleMaySay({ ...base, t: "text", b: "x" }, role, caseId)).toBe(true);
  });

  it("M05: edits and deletions of others' messages, and ends of others' polls, do not count", () => {
    const edit: Body = { ...base, t: "edit", of: hash, b: "x" };
    const del: Body = { ...base, t: "del", of: hash };
    const end: Body = { ...base, t: "poll-end", of: hash };
    for (const body of [edit, del, end]) {
      expect(mayChange(body, { author: alice, at: 5 }, { author: alice, at: 1 })).toBe(true);
      expect(mayChange(body, { author: bob, at: 5 }, { author: alice, at: 1 })).toBe(false);
    }
    expect(mayChange({ ...base, t: "react", of: hash, e: "x" }, { author: bob, at: 5 }, { author: alice, at: 1 })).toBe(
      true,
    );
  });

  it("edits count for 24 hours, deletions for ever", () => {
    const original = { author: alice, at: 1000 };
    const edit: Body = { ...base, t: "edit", of: hash, b: "x" };
    expect(mayChange(edit, { author: alice, at: 1000 + editWindowMs }, original)).toBe(true);
    expect(mayChange(edit, { author: alice, at: 1001 + editWindowMs }, original)).toBe(false);
    expect(mayChange({ ...base, t: "del", of: hash }, { author: alice, at: 1001 + editWindowMs }, original)).toBe(true);
  });
});
