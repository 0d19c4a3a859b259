import { describe, expect, it } from "vitest";
import { bytesToUuid } from "@/lib/base/bytes";
import { codeOf } from "@/lib/base/errors";
import { inviteFragment, inviteSecret, inviteToken, joinProof, parseFragment, provesJoin } from "./invite";
import { random } from "./primitives";

const key = random(32);
const place = { conversation: bytesToUuid(random(16)), invite: bytesToUuid(random(16)) };
const joiner = { userId: random(16), stmtHash: random(32) };
const secret = inviteSecret(key, place);

describe("an invite link", () => {
  it("has a secret that all of its maker's devices derive, another one for every link and maker", () => {
    expect(inviteSecret(key, { ...place })).toEqual(secret);
    const others = [
      inviteSecret(key, { ...place, invite: bytesToUuid(random(16)) }),
      inviteSecret(key, { ...place, conversation: bytesToUuid(random(16)) }),
      inviteSecret(random(32), place),
    ];
    for (const other of others) expect(other).not.toEqual(secret);
  });

  it("gives back what it was made of, and is refused when anything is missing or more", () => {
    const stmtHash = random(32);
    const text = inviteFragment(secret, stmtHash);
    expect(parseFragment(text)).toEqual({ secret, stmtHash });
    for (const bad of ["", ".", text.slice(1), `${text}.x`, text.split(".")[0] ?? "", `${text}!`]) {
      const code = (() => {
        try {
          parseFragment(bad);
          return null;
        } catch (thrown) {
          return codeOf(thrown);
        }
      })();
      expect([bad, code]).toEqual([bad, "E_FORMAT"]);
    }
  });
});

describe("a proof", () => {
  it("convinces the maker, for exactly this person, these keys, this link and this conversation", () => {
    const proof = joinProof(secret, place, joiner);
    expect(provesJoin(key, place, joiner, proof)).toBe(true);
    const wrong = [
      provesJoin(random(32), place, joiner, proof),
      provesJoin(key, { ...place, invite: place.conversation }, joiner, proof),
      provesJoin(key, { ...place, conversation: place.invite }, joiner, proof),
      provesJoin(key, place, { ...joiner, userId: random(16) }, proof),
      provesJoin(key, place, { ...joiner, stmtHash: random(32) }, proof),
      provesJoin(key, place, joiner, random(32)),
    ];
    expect(wrong).toEqual(wrong.map(() => false));
  });

  it("cannot be made of the token, which is all that the server sees", () => {
    const token = inviteToken(secret);
    expect(token).not.toEqual(secret);
    expect(provesJoin(key, place, joiner, joinProof(token, place, joiner))).toBe(false);
  });
});
