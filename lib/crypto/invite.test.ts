import { createHash, createHmac } from "node:crypto";
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

describe("the bytes", () => {
  // The same by another implementation (Node's own), from the labels of the protocol.
  const label = (name: string) => Buffer.from(`chat-e2ee/v1/${name}`);
  const D = (name: string) => Buffer.concat([Buffer.of(label(name).length), label(name)]);
  const raw = (uuid: string) => Buffer.from(uuid.replaceAll("-", ""), "hex");
  const expand = (key: Uint8Array, ...info: Uint8Array[]) =>
    createHmac("sha256", key)
      .update(Buffer.concat([...info, Buffer.of(1)]))
      .digest();

  it("are those of the protocol: secret, token and proof", () => {
    const { conversation, invite } = place;
    const expected = expand(key, D("amk/invite"), raw(conversation), raw(invite));
    expect(Buffer.from(secret)).toEqual(expected);
    expect(Buffer.from(inviteToken(secret))).toEqual(
      createHash("sha256").update(D("invite-token")).update(secret).digest(),
    );
    const proof = expand(secret, D("invite/proof"), raw(conversation), raw(invite), joiner.userId, joiner.stmtHash);
    expect(Buffer.from(joinProof(secret, place, joiner))).toEqual(proof);
  });
});
