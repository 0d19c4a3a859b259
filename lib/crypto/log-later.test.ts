import { describe, expect, it } from "vitest";
import { toHex, utf8 } from "@/lib/base/bytes";
import { encodeMessageHeader, parseMessageHeader } from "@/lib/protocol/message-header";
import { alice, bob, direct } from "./commit-world.fixture";
import { craft } from "./craft.fixture";
import { chainStart } from "./message";
import { commitEvent, flipped, forged, idOf, messageEvent, periodic, seeded, shape, textBody } from "./world.fixture";

const planned = (conversation: ReturnType<typeof direct>, name = "later") =>
  conversation
    .log(alice)
    .sealAlone({ msgId: idOf(name), body: textBody("see you"), source: seeded(name) }, alice.signer);

describe("a message that waits outside the log", () => {
  it("is the first of a chain of its own, with the view its author has", () => {
    const conversation = direct();
    const [one, two] = [planned(conversation, "one"), planned(conversation, "two")].map(({ hdr }) =>
      parseMessageHeader(hdr),
    );
    expect(one).toMatchObject({ counter: 0, seenSeq: 1, epoch: 1 });
    expect(toHex(one!.chainId)).not.toBe(toHex(two!.chainId));
    expect(toHex(one!.previous)).toBe(toHex(chainStart(conversation.conv, one!.chainId)));
  });

  it("comes into the log after newer messages of its author without a mark", () => {
    const conversation = direct();
    const later = planned(conversation);
    conversation.say(alice);
    conversation.say(bob);
    conversation.say(alice);
    conversation.add(messageEvent(5, later));
    expect(conversation.everybody()).toMatchObject([
      { type: "message", marks: [], seen: 1 },
      { type: "message", marks: [] },
    ]);
    expect(conversation.say(alice)).toMatchObject([{ marks: [] }, { marks: [] }]);
  });

  it("is refused by readers once the epoch is another", () => {
    const conversation = direct();
    const later = planned(conversation);
    conversation.change(bob, periodic);
    conversation.add(messageEvent(3, later));
    expect(conversation.everybody().map(shape)).toEqual(["unreadable E_EPOCH", "unreadable E_EPOCH"]);
  });

  it("sealed twice under one id is shown once, whatever the server does with both", () => {
    const conversation = direct();
    const [one, two] = [planned(conversation), planned(conversation)];
    conversation.add(messageEvent(2, one));
    conversation.add(messageEvent(3, two));
    expect(conversation.catchUp(bob).map(shape)).toEqual(["message", "unreadable E_REPLAY"]);
  });
});

describe("opening one's own", () => {
  it("works in a later epoch, too", () => {
    const conversation = direct();
    const later = planned(conversation);
    conversation.change(bob, periodic);
    expect(conversation.log(alice).openOwn(later, alice.userId)).toMatchObject({
      msgId: idOf("later"),
      epoch: 1,
      body: textBody("see you"),
    });
  });

  it("refuses what somebody else has signed, what was changed, and what is of another conversation", () => {
    const conversation = direct();
    const later = planned(conversation);
    const log = conversation.log(alice);
    expect(() => conversation.log(bob).openOwn(later, bob.userId)).toThrow("E_SENDER");
    expect(() => log.openOwn({ ...later, hdr: flipped(later.hdr, 190) }, alice.userId)).toThrow("E_SIG");
    expect(() => log.openOwn({ ...later, ct: flipped(later.ct, 5) }, alice.userId)).toThrow("E_CTHASH");
    expect(() => log.openOwn({ ...later, hdr: flipped(later.hdr, 9) }, alice.userId)).toThrow("E_CONTEXT");
    expect(() => log.openOwn({ ...later, hdr: flipped(later.hdr, 42) }, alice.userId)).toThrow("E_EPOCH");
  });

  it("says so when the key of that epoch is not there, and when a later version wrote what it does not know", () => {
    const conversation = direct();
    const badBox = conversation.commit(bob, periodic);
    conversation.add(commitEvent(2, forged(badBox, { keyCommitment: seeded("another")(32) }, bob.signer)));
    conversation.everybody();
    const { hdr } = planned(direct());
    const ofEpoch = { ...planned(direct()), hdr: encodeMessageHeader({ ...parseMessageHeader(hdr), epoch: 2 }) };
    expect(() => conversation.log(alice).openOwn(ofEpoch, alice.userId)).toThrow("E_EPOCH_KEY");

    const known = direct();
    const { body, sig, ct } = craft(known, alice, utf8('{"v":2,"t":"hologram","ts":1}'));
    const unknown = { hdr: body!, sig: sig!, ct: ct! };
    expect(() => known.log(alice).openOwn(unknown, alice.userId)).toThrow("E_FORMAT");
  });
});
