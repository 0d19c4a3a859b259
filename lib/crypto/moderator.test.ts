import { describe, expect, it } from "vitest";
import { type Bytes, concat, toHex, utf8 } from "@/lib/base/bytes";
import { moderationRootHash } from "./commit-hash";
import { type Moderation, openCertificate, type Selection, selectModerators, signCertificate } from "./moderator";
import { edPublicKey, H, sha256 } from "./primitives";
import { entryOf, flipped, idOf, modRoot, Person, root, rosterOf, seeded, startTime } from "./world.fixture";
import { moderationOf } from "./moderation.fixture";

const moderators = Array.from({ length: 7 }, (_, i) => new Person(`moderator ${i}`));
const moderation = moderationOf(moderators);
const outsider = new Person("outsider");

const selection: Selection = {
  conv: idOf("conversation"),
  contextHash: sha256(utf8("context")),
  modRoot,
  ordinal: 1,
  time: startTime,
  participants: rosterOf(entryOf(outsider)),
  used: [],
};

const chosen = (change: Partial<Selection> = {}, from: Moderation = moderation) =>
  selectModerators({ ...selection, ...change }, from).map(({ userId }) => toHex(userId));

/** The list's users from the published starting point on, in its own order. */
function walk(from: Moderation, change: Partial<Selection> = {}): string[] {
  const { conv, contextHash, ordinal } = { ...selection, ...change };
  const json = from.lists[0]!.slice(0, -64);
  const seed = H("mod-select", conv, contextHash, concat(Uint8Array.of(0, 0, 0, ordinal)), sha256(json));
  const users = moderators.map(({ userId }) => toHex(userId)).sort();
  const start = Number(BigInt(`0x${toHex(seed.slice(0, 8))}`) % BigInt(users.length));
  return [...users.slice(start), ...users.slice(0, start)];
}

describe("selection of moderators", () => {
  it("follows from conversation, context, case ordinal and list alone", () => {
    expect(chosen()).toEqual(walk(moderation).slice(0, 1));
    for (let i = 0; i < 8; i++) {
      const change = { conv: idOf(`conversation ${i}`), contextHash: sha256(utf8(`${i}`)), ordinal: i + 1 };
      expect(chosen(change)).toEqual(walk(moderation, change).slice(0, 1));
    }
  });

  it("D07: nothing the opener may vary changes it", () => {
    const first = chosen();
    expect(chosen({ time: startTime + 1 })).toEqual(first);
    expect(chosen({ participants: rosterOf(entryOf(outsider), entryOf(new Person("another"))) })).toEqual(first);
    expect("caseId" in selection).toBe(false);
  });

  it("takes as many as the panel, in the order of the walk", () => {
    const three = moderationOf(moderators, { panel: 3 });
    expect(chosen({}, three)).toEqual(walk(three).slice(0, 3));
    const both = moderationOf(moderators.slice(0, 2), { panel: 3 });
    expect(chosen({}, both).length).toBe(2);
  });

  it("skips who is away, revoked, expired, or a participant", () => {
    const byId = (id: string) => moderators.find(({ userId }) => toHex(userId) === id)!;
    const [first, second] = walk(moderation).map(byId) as [Person, Person];
    const away = moderationOf(moderators, { away: [first] });
    expect(chosen({}, away)).toEqual(
      walk(away)
        .filter((id) => id !== toHex(first.userId))
        .slice(0, 1),
    );
    const revoked = moderationOf(moderators, { revoked: [first] });
    expect(chosen({}, revoked)).toEqual(
      walk(revoked)
        .filter((id) => id !== toHex(first.userId))
        .slice(0, 1),
    );
    expect(chosen({ participants: rosterOf(entryOf(first)) })).toEqual([toHex(second.userId)]);
    const expired = (certificate: Bytes) => {
      const { signature, ...rest } = openCertificate(certificate, root.key);
      expect(signature.length).toBe(64);
      const late = toHex(rest.userId) === toHex(first.userId);
      return signCertificate(late ? { ...rest, notAfter: startTime } : rest, root.seed);
    };
    expect(chosen({}, { ...moderation, certificates: moderation.certificates.map(expired) })).toEqual([
      toHex(second.userId),
    ]);
    const early = (certificate: Bytes) => {
      const rest = openCertificate(certificate, root.key);
      const soon = toHex(rest.userId) === toHex(first.userId);
      return signCertificate(soon ? { ...rest, notBefore: startTime + 1 } : rest, root.seed);
    };
    expect(chosen({}, { ...moderation, certificates: moderation.certificates.map(early) })).toEqual([
      toHex(second.userId),
    ]);
  });

  it("counts a certificate from not_before up to, not including, not_after", () => {
    const until = moderationOf(moderators, { notAfter: startTime + 10 });
    expect(chosen({ time: startTime + 9 }, until).length).toBe(1);
    expect(() => chosen({ time: startTime + 10 }, until)).toThrow("E_MODERATOR");
    expect(chosen({ time: 0 }, until).length).toBe(1);
  });

  it("replaces by one, whom the case has not had", () => {
    const three = moderationOf(moderators, { panel: 3 });
    const order = walk(three).map((id) => moderators.find(({ userId }) => toHex(userId) === id)!);
    const used = order.slice(0, 3).map(({ userId }) => userId);
    expect(chosen({ used }, three)).toEqual([toHex(order[3]!.userId)]);
    expect(() => chosen({ used: order.map(({ userId }) => userId) }, three)).toThrow("E_MODERATOR");
  });

  it("goes by the list with the greatest from not after the commit, then by version", () => {
    const old = moderationOf(moderators, { away: [], version: 1, from: 0 });
    const newer = moderationOf(moderators, { panel: 2, version: 2, from: startTime });
    const future = moderationOf(moderators, { panel: 3, version: 3, from: startTime + 1 });
    const lists = [...newer.lists, ...future.lists, ...old.lists];
    const all = { ...old, lists };
    expect(chosen({ time: startTime - 1 }, all).length).toBe(1);
    expect(chosen({ time: startTime }, all).length).toBe(2);
    expect(chosen({ time: startTime + 1 }, all).length).toBe(3);
    const corrected = moderationOf(moderators, { panel: 3, version: 4, from: startTime });
    expect(chosen({}, { ...all, lists: [...lists, ...corrected.lists] }).length).toBe(3);
    expect(chosen({}, { ...all, lists: [...corrected.lists, ...lists] }).length).toBe(3);
  });

  it("D03: trusts nothing that the conversation's own root has not signed", () => {
    const others = moderationOf(moderators, { rootSeed: seeded("others")(32) });
    expect(() => chosen({}, others)).toThrow("E_MODERATOR");
    expect(() => chosen({}, { ...moderation, lists: others.lists })).toThrow("E_MODERATOR");
    expect(() => chosen({}, { ...moderation, certificates: others.certificates })).toThrow("E_MODERATOR");
    expect(() => chosen({}, { ...moderation, certificates: [] })).toThrow("E_MODERATOR");
    expect(() => chosen({}, { ...moderation, lists: [] })).toThrow("E_MODERATOR");
    expect(chosen({}, { ...moderation, lists: [new Uint8Array(10), ...others.lists, ...moderation.lists] })).toEqual(
      chosen(),
    );
  });

  it("refuses a certificate of somebody else under the listed serial", () => {
    const swapped = moderation.certificates.map((certificate, i) => {
      const { serial } = openCertificate(certificate, root.key);
      const other = openCertificate(moderation.certificates[(i + 1) % moderators.length]!, root.key);
      return signCertificate({ ...other, serial }, root.seed);
    });
    expect(() => chosen({}, { ...moderation, certificates: swapped })).toThrow("E_MODERATOR");
  });
});

describe("certificates", () => {
  const certificate = moderation.certificates[0]!;

  it("open under their root only, whole only, and for moderators only", () => {
    expect(toHex(openCertificate(certificate, root.key).userId)).toBe(toHex(moderators[0]!.userId));
    expect(() => openCertificate(certificate, edPublicKey(seeded("others")(32)))).toThrow("E_MODERATOR");
    for (const at of [0, 10, 60, 150, 160, 215]) {
      expect(() => openCertificate(flipped(certificate, at), root.key)).toThrow("E_MODERATOR");
    }
    expect(() => openCertificate(certificate.slice(1), root.key)).toThrow("E_MODERATOR");
    const team = signCertificate({ ...openCertificate(certificate, root.key), role: 4 }, root.seed);
    expect(() => openCertificate(team, root.key)).toThrow("E_MODERATOR");
    expect(toHex(moderationRootHash(root.key))).toBe(toHex(modRoot));
  });
});
